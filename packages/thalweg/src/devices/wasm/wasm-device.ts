import { nextTurn, sharedMemoryAllowed } from "#platform";
import { ThalwegError } from "../../errors/thalweg-error.ts";
import type { DType, TypedArray } from "../../kernels/dtype.ts";
import type { Arena, Capabilities, Device, Executable, Plan } from "../device.ts";
import { WasmArena } from "./arena.ts";
import { buildExecutable } from "./build-executable.ts";
import { WasmExecutable } from "./executable.ts";
import { DeviceMemory } from "./memory.ts";
import { Modules } from "./modules.ts";
import { hasRelaxedFma } from "./relaxed-simd.ts";

export interface WasmDeviceOptions {
  /** Use fused multiply-add in float32 products; default: when the engine has it. */
  readonly relaxedFma?: boolean;
  /** Share the memory between threads; default: when that is allowed. */
  readonly shared?: boolean;
  /** Pages of 64 KiB that the memory may grow to; default: 65536, all of 4 GiB. */
  readonly maximumPages?: number;
}

/** Milliseconds after which a run lets the event loop turn: WeakRefs stay alive until it does. */
const turnAfter = 16;

class WasmDevice implements Device {
  readonly name = "wasm";
  readonly capabilities: Capabilities;
  readonly #memory: DeviceMemory;
  readonly #modules: Modules;
  #lastTurn = performance.now();

  constructor({ relaxedFma, shared, maximumPages }: WasmDeviceOptions) {
    const fused = hasRelaxedFma() && (relaxedFma ?? true);
    const sharedMemory = sharedMemoryAllowed() && (shared ?? true);
    this.#memory = new DeviceMemory({ shared: sharedMemory, maximumPages });
    this.#modules = new Modules(this.#memory.memory, sharedMemory, fused);
    const { budgetBytes } = this.#memory;
    this.capabilities = { threads: 1, sharedMemory, relaxedFma: fused, budgetBytes };
  }

  allocate(dtype: DType, length: number): Arena {
    return new WasmArena(this.#memory, dtype, length);
  }

  upload(arena: Arena, values: TypedArray, offset = 0): void {
    this.#own(arena).write(values, offset);
  }

  async download(arena: Arena, offset = 0, length = arena.length - offset): Promise<TypedArray> {
    return this.#own(arena).read(offset, length);
  }

  compile(plan: Plan): Promise<Executable> {
    return buildExecutable(plan, this.#memory, this.#modules);
  }

  async run(executable: Executable, bound: readonly Arena[], knobs: Float64Array): Promise<void> {
    if (!(executable instanceof WasmExecutable) || executable.memory !== this.#memory) {
      throw new ThalwegError("device", "run: the executable must be compiled by this device, got one of another");
    }
    const { plan } = executable;
    if (bound.length !== plan.bound || knobs.length !== plan.knobs) {
      throw new ThalwegError(
        "argument",
        `run: the plan binds ${plan.bound} arenas and ${plan.knobs} knobs, got ${bound.length} and ${knobs.length}`,
      );
    }
    executable.run(
      bound.map((arena) => this.#own(arena)),
      knobs,
    );
    if (performance.now() - this.#lastTurn < turnAfter) return;
    await nextTurn();
    this.#lastTurn = performance.now();
  }

  #own(arena: Arena): WasmArena {
    if (arena instanceof WasmArena && arena.memory === this.#memory) return arena;
    throw new ThalwegError(
      "device",
      `arena: must be allocated by this device, got one of ${arena.device}; download it and upload the copy`,
    );
  }
}

let shared: Promise<Device> | undefined;

/**
 * The WebAssembly device: four lanes at a time, products by a packed micro kernel. Without options
 * always the same one; with options one of its own.
 *
 * @example
 * const device = await wasmDevice();
 * const arena = device.allocate("float32", 3);
 * device.upload(arena, Float32Array.of(1, 2, 3));
 * await device.download(arena); // Float32Array [1, 2, 3]
 */
export const wasmDevice = (options?: WasmDeviceOptions): Promise<Device> => {
  if (options) return Promise.resolve(new WasmDevice(options));
  shared ??= Promise.resolve(new WasmDevice({}));
  return shared;
};

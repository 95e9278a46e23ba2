import { nextTurn, sharedMemoryAllowed, threadCount } from "#platform";
import { ThalwegError } from "../../errors/thalweg-error.ts";
import type { DType, TypedArray } from "../../kernels/dtype.ts";
import type { Arena, BlasFacts, Capabilities, Device, Executable, Plan } from "../device.ts";
import { ownArena, WasmArena } from "./arena.ts";
import { buildExecutable } from "./build-executable.ts";
import { WasmExecutable } from "./executable.ts";
import { DeviceMemory } from "./memory.ts";
import { Modules } from "./modules.ts";
import { hasRelaxedFma } from "./relaxed-simd.ts";
import { type SystemBlas, systemBlas } from "./system-blas.ts";
import { Threads } from "./threads.ts";

export interface WasmDeviceOptions {
  /** Use fused multiply-add in float32 products; default: when the engine has it. */
  readonly relaxedFma?: boolean;
  /** Share the memory between threads; default: when that is allowed. */
  readonly shared?: boolean;
  /** Threads that compute, the calling one among them; default: one a core, and always 1 without shared memory. */
  readonly threads?: number;
  /** Nanoseconds of one thread's work, estimated, from which on threads share it; default: 4000. */
  readonly worthSharing?: number;
  /**
   * The system's BLAS for products of some shapes, in Node where the package koffi is installed: "auto" (the default) takes what
   * there is, "off" none, anything else is a library's path. It changes how sums are rounded, not how many threads there are.
   */
  readonly blas?: string;
  /** Pages of 64 KiB that the memory may grow to; default: 65536, all of 4 GiB. */
  readonly maximumPages?: number;
}

const maximumThreads = 64;

/** Milliseconds after which a run lets the event loop turn: WeakRefs stay alive until it does. */
const turnAfter = 16;

/** What a device finds. */
interface Surroundings {
  readonly shared: boolean;
  readonly threads: number;
  readonly blas: SystemBlas | undefined;
}

const factsOf = ({ found: { name, about, path }, routines }: SystemBlas): BlasFacts => {
  return { name, about, path, rule: routines.blasRule };
};

class WasmDevice implements Device {
  readonly name = "wasm";
  readonly capabilities: Capabilities;
  readonly #memory: DeviceMemory;
  readonly #threads: Threads;
  readonly #modules: Modules;
  #lastTurn = performance.now();

  constructor({ relaxedFma, worthSharing, maximumPages }: WasmDeviceOptions, { shared, threads, blas }: Surroundings) {
    const fused = hasRelaxedFma() && (relaxedFma ?? true);
    this.#memory = new DeviceMemory({ shared, maximumPages });
    this.#threads = new Threads(this.#memory, { shared, count: threads, worthSharing, blas });
    this.#modules = new Modules(this.#memory.memory, this.#threads, shared, fused);
    this.capabilities = {
      threads,
      sharedMemory: shared,
      relaxedFma: fused,
      budgetBytes: this.#memory.budgetBytes,
      blas: blas && factsOf(blas),
    };
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
    return buildExecutable(plan, this.#memory, this.#modules, this.#threads);
  }

  run(executable: Executable, bound: readonly Arena[], knobs: Float64Array): Promise<void> {
    try {
      this.#run(executable, bound, knobs);
    } catch (error) {
      return Promise.reject(error);
    }
    // One promise for all runs: steps of small problems are made of little else.
    return performance.now() - this.#lastTurn < turnAfter ? finished : this.#turn();
  }

  #run(executable: Executable, bound: readonly Arena[], knobs: Float64Array): void {
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
    executable.run(bound, knobs);
  }

  async #turn(): Promise<void> {
    await nextTurn();
    this.#lastTurn = performance.now();
  }

  #own(arena: Arena): WasmArena {
    return ownArena(arena, this.#memory);
  }
}

const finished = Promise.resolve();

let usual: Promise<Device> | undefined;

const noThreads =
  "thalweg: computing on one thread, since this page may not share memory; serve it with the headers " +
  "Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp";

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
  if (options) return start(options);
  usual ??= start({});
  return usual;
};

const start = async (options: WasmDeviceOptions): Promise<Device> => {
  const { shared = true, threads = threadCount(), blas = "auto" } = options;
  if (!Number.isSafeInteger(threads) || threads < 1 || threads > maximumThreads) {
    throw new ThalwegError(
      "argument",
      `wasmDevice: threads must be an integer from 1 to ${maximumThreads}, got ${threads}`,
    );
  }
  const isShared = shared && sharedMemoryAllowed();
  if (shared && !isShared && threads > 1) console.info(noThreads);
  const found = { shared: isShared, threads: isShared ? threads : 1, blas: await systemBlas(blas, isShared) };
  return new WasmDevice(options, found);
};

import { type DType, itemBytes } from "../../kernels/dtype.ts";
import type { Arena, Executable, Plan } from "../device.ts";
import { ownArena, type WasmArena } from "./arena.ts";
import type { Blocks } from "./blocks.ts";
import { type CallLaunch, runCall } from "./call.ts";
import type { CommandsLaunch } from "./commands.ts";
import { aligned } from "./free-list.ts";
import type { LoopLaunch } from "./loop.ts";
import type { DeviceMemory, Range, Tenant } from "./memory.ts";
import { type Location, workspaceRoot } from "./slots.ts";
import type { Threads } from "./threads.ts";

export type Launch = CommandsLaunch | CallLaunch | LoopLaunch;

/** A plan ready to run. Its workspace, the plan's scratch with packed b and then the launch blocks, may be taken away between runs, and is made again by the next. */
export class WasmExecutable implements Executable, Tenant {
  readonly device = "wasm";
  readonly plan: Plan;
  readonly memory: DeviceMemory;
  readonly #threads: Threads;
  readonly #launches: readonly Launch[];
  /** What its loops repeat. */
  readonly #steps: readonly WasmExecutable[];
  readonly #blocks: Blocks;
  readonly #blocksAt: number;
  readonly #kept: readonly WasmArena[];
  /** Address of each root in this run, and the one its launch blocks know (0 for none). */
  readonly #addresses: Int32Array;
  readonly #known: Int32Array;
  #range: Range | undefined;

  constructor(
    plan: Plan,
    memory: DeviceMemory,
    threads: Threads,
    launches: readonly Launch[],
    blocks: Blocks,
    blocksAt: number,
    kept: readonly WasmArena[],
  ) {
    this.plan = plan;
    this.memory = memory;
    this.#threads = threads;
    this.#launches = launches;
    this.#steps = launches.flatMap((launch) => (launch.kind === "loop" ? [launch.step] : []));
    this.#blocks = blocks;
    this.#blocksAt = blocksAt;
    this.#kept = kept;
    this.#addresses = new Int32Array(blocks.addresses.length);
    this.#known = new Int32Array(blocks.addresses.length);
  }

  leave(): void {
    if (this.#range) this.memory.release(this.#range);
    this.#range = undefined;
    this.#known.fill(0);
  }

  /** Bytes of device memory that are its own, with those of the loops in it and without launch blocks, which are small. */
  get bytes(): number {
    const kept = this.#kept.reduce((sum, { bytes }) => sum + aligned(bytes), 0);
    return this.#steps.reduce((sum, { bytes }) => sum + bytes, kept + aligned(this.#blocksAt));
  }

  run(bound: readonly Arena[], knobs: Float64Array): void {
    this.memory.run += 1;
    // What is there already is marked first, so that it stays.
    for (const arena of bound) ownArena(arena, this.memory).touch();
    this.#touch();
    this.#reside();
    for (let index = 0; index < bound.length; index += 1) {
      this.#addresses[workspaceRoot + 1 + index] = ownArena(bound[index], this.memory).reside();
    }
    this.#execute(knobs, true);
  }

  /** Runs everything at the addresses noted; `first`: in the first step of a loop, or outside of one. */
  #execute(knobs: Float64Array, first: boolean): void {
    const blocks = (this.#addresses[workspaceRoot] + this.#blocksAt) >>> 0;
    this.#writeAddresses(blocks);
    this.#writeKnobs(blocks, knobs);
    for (const launch of this.#launches) {
      if (launch.kind === "commands") this.#threads.play(blocks + launch.at, launch.count, first, launch.wake);
      else if (launch.kind === "loop") this.#loop(launch);
      else this.#call(launch);
    }
  }

  /** Marks all that is in device memory as used in this run. */
  #touch(): void {
    for (const arena of this.#kept) arena.touch();
    if (this.#range) this.#range.lastRun = this.memory.run;
    for (const step of this.#steps) step.#touch();
  }

  /** Brings into device memory all that is this executable's own. */
  #reside(): void {
    const { memory } = this;
    if (!this.#range) {
      this.#range = memory.place(this.#blocksAt + this.#blocks.bytes.length, this);
      memory.views.uint8.set(this.#blocks.bytes, this.#range.address + this.#blocksAt);
    }
    this.#addresses[workspaceRoot] = this.#range.address;
    let root = workspaceRoot + this.plan.bound;
    for (const arena of this.#kept) this.#addresses[++root] = arena.reside();
    for (const step of this.#steps) step.#reside();
  }

  #writeAddresses(blocks: number): void {
    const { int32 } = this.memory.views;
    const first = blocks >>> 2;
    for (let root = 0; root < this.#addresses.length; root += 1) {
      const address = this.#addresses[root];
      if (address === this.#known[root]) continue;
      this.#known[root] = address;
      const { at, offsets } = this.#blocks.addresses[root];
      for (let index = 0; index < at.length; index += 1) int32[first + at[index]] = address + offsets[index];
    }
  }

  #writeKnobs(blocks: number, knobs: Float64Array): void {
    const { float64, float32, int32 } = this.memory.views;
    const { knobAt, knobs: numbers } = this.#blocks;
    for (let index = 0; index < knobAt.length; index += 1) {
      const at = blocks + knobAt[index];
      const value = knobs[numbers[index]];
      float64[at / 8] = value;
      float32[at / 4 + 2] = value;
      int32[at / 4 + 3] = value;
    }
  }

  #loop({ step, steps, bound, starts }: LoopLaunch): void {
    const { uint8 } = this.memory.views;
    for (const { source, target, bytes } of starts) {
      const from = this.#address(source);
      uint8.copyWithin(this.#address(target), from, from + bytes);
    }
    const first = bound.map(({ at }) => this.#address(at));
    for (let t = 0; t < steps; t += 1) {
      for (let index = 0; index < first.length; index += 1) {
        const { stride, shift, period } = bound[index];
        step.#addresses[workspaceRoot + 1 + index] = first[index] + stride * ((t + shift) % period);
      }
      step.#execute(noKnobs, t === 0);
    }
  }

  #call(launch: CallLaunch): void {
    const { dtype } = launch.instruction;
    const { source, target } = launch;
    runCall(launch, this.memory.views[dtype], this.#position(source, dtype), this.#position(target, dtype));
  }

  /** The element of the whole memory at which an array begins. */
  #position(location: Location, dtype: DType): number {
    return this.#address(location) / itemBytes[dtype];
  }

  #address({ root, byteOffset }: Location): number {
    return (this.#addresses[root] >>> 0) + byteOffset;
  }
}

const noKnobs = new Float64Array(0);

import { ThalwegError } from "../../errors/thalweg-error.ts";
import { type DType, itemBytes } from "../../kernels/dtype.ts";
import { kernelScratchBytes } from "../../kernels/wasm/column-accumulators.ts";
import { matmulScratchBytes } from "../../kernels/wasm/matmul-layout.ts";
import type { Executable, Instruction, MatmulInstruction, Plan } from "../device.ts";
import { WasmArena } from "./arena.ts";
import { type Blocks, BlockWriter } from "./blocks.ts";
import { type CallLaunch, callLaunch, runCall } from "./call.ts";
import { aligned } from "./free-list.ts";
import {
  type KernelLaunch,
  kernelLaunch,
  type LaunchContext,
  type MatmulLaunch,
  matmulLaunch,
  packedBytesOf,
  runMatmul,
} from "./launches.ts";
import type { DeviceMemory, Range, Tenant } from "./memory.ts";
import type { Modules } from "./modules.ts";
import { type ScatterAddLaunch, scatterAdd, scatterAddLaunch } from "./scatter-add.ts";
import { type Location, locate, workspaceRoot } from "./slots.ts";

type Launch = KernelLaunch | MatmulLaunch | ScatterAddLaunch | CallLaunch;

/** Where parts of a workspace start: after the plan's scratch and a product's packed b, a thread's working memory, then the launch blocks. */
interface Workspace {
  readonly scratchAt: number;
  readonly blocksAt: number;
}

/** A plan ready to run. Its workspace may be taken away between runs, and is made again by the next. */
export class WasmExecutable implements Executable, Tenant {
  readonly device = "wasm";
  readonly plan: Plan;
  readonly memory: DeviceMemory;
  readonly #launches: readonly Launch[];
  readonly #blocks: Blocks;
  readonly #workspace: Workspace;
  readonly #kept: readonly WasmArena[];
  /** Address of each root in this run, and the one its launch blocks know (0 for none). */
  readonly #addresses: Int32Array;
  readonly #known: Int32Array;
  #range: Range | undefined;

  constructor(
    plan: Plan,
    memory: DeviceMemory,
    launches: readonly Launch[],
    blocks: Blocks,
    workspace: Workspace,
    kept: readonly WasmArena[],
  ) {
    this.plan = plan;
    this.memory = memory;
    this.#launches = launches;
    this.#blocks = blocks;
    this.#workspace = workspace;
    this.#kept = kept;
    this.#addresses = new Int32Array(blocks.addresses.length);
    this.#known = new Int32Array(blocks.addresses.length);
  }

  leave(): void {
    if (this.#range) this.memory.release(this.#range);
    this.#range = undefined;
    this.#known.fill(0);
  }

  run(bound: readonly WasmArena[], knobs: Float64Array): void {
    this.memory.run += 1;
    this.#place(bound);
    const { blocksAt, scratchAt } = this.#workspace;
    const base = this.#addresses[workspaceRoot];
    const blocks = base + blocksAt;
    this.#writeAddresses(blocks >>> 0);
    this.#writeKnobs(blocks >>> 0, knobs);
    for (const launch of this.#launches) {
      if (launch.kind === "kernel") launch.run(blocks + launch.at, 0, launch.items, base + scratchAt);
      else if (launch.kind === "matmul") runMatmul(launch, blocks, base + scratchAt);
      else if (launch.kind === "call") this.#call(launch);
      else this.#scatterAdd(launch);
    }
  }

  /** Brings everything into device memory; what is there already is marked first, so that it stays. */
  #place(bound: readonly WasmArena[]): void {
    const { memory } = this;
    for (const arena of bound) arena.touch();
    for (const arena of this.#kept) arena.touch();
    if (this.#range) this.#range.lastRun = memory.run;
    else {
      this.#range = memory.place(this.#workspace.blocksAt + this.#blocks.bytes.length, this);
      memory.views.uint8.set(this.#blocks.bytes, this.#range.address + this.#workspace.blocksAt);
    }
    this.#addresses[workspaceRoot] = this.#range.address;
    let root = workspaceRoot;
    for (const arena of bound) this.#addresses[++root] = arena.reside();
    for (const arena of this.#kept) this.#addresses[++root] = arena.reside();
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

  #scatterAdd({ instruction, indices, source, target }: ScatterAddLaunch): void {
    const { views } = this.memory;
    const { dtype } = instruction;
    const at = [
      this.#position(indices, "int32"),
      this.#position(source, dtype),
      this.#position(target, dtype),
    ] as const;
    scatterAdd(instruction, views[dtype], views.int32, ...at);
  }

  #call(launch: CallLaunch): void {
    const { dtype } = launch.instruction;
    const { source, target } = launch;
    runCall(launch, this.memory.views[dtype], this.#position(source, dtype), this.#position(target, dtype));
  }

  /** The element of the whole memory at which an array begins. */
  #position({ root, byteOffset }: Location, dtype: DType): number {
    return ((this.#addresses[root] >>> 0) + byteOffset) / itemBytes[dtype];
  }
}

/** Bytes of working memory that a thread needs. */
const threadBytes = (instruction: Instruction): number => {
  if (instruction.kind === "kernel") return kernelScratchBytes(instruction.kernel);
  return instruction.kind === "matmul" ? matmulScratchBytes(instruction.dtype) : 0;
};

const checkBudget = (plan: Plan, workspaceBytes: number, kept: readonly WasmArena[], budget: number): void => {
  const bound = new Map<number, number>();
  for (const { dtype, length, place } of plan.slots) {
    if (place.kind !== "bound") continue;
    bound.set(place.index, Math.max(bound.get(place.index) ?? 0, length * itemBytes[dtype]));
  }
  const arrays = [...bound.values(), ...kept.map(({ bytes }) => bytes)];
  const needed = arrays.reduce((sum, bytes) => sum + aligned(bytes), aligned(workspaceBytes));
  if (needed <= budget) return;
  throw new ThalwegError(
    "memory",
    `compile: a plan may take ${budget} bytes of device memory, and this one needs ${needed} ` +
      `(${workspaceBytes} of them temporary); use smaller batches`,
  );
};

export const buildExecutable = async (plan: Plan, memory: DeviceMemory, modules: Modules): Promise<WasmExecutable> => {
  const { locations, kept: keptSlots } = locate(plan, 0);
  const products = plan.instructions.filter((each): each is MatmulInstruction => each.kind === "matmul");
  const packedAt = aligned(plan.scratchBytes);
  const scratchAt = packedAt + aligned(Math.max(0, ...products.map(packedBytesOf)));
  const blocksAt = scratchAt + aligned(Math.max(0, ...plan.instructions.map(threadBytes)));
  const kept = keptSlots.map((slot) => new WasmArena(memory, plan.slots[slot].dtype, plan.slots[slot].length));
  checkBudget(plan, blocksAt, kept, memory.budgetBytes);
  const context: LaunchContext = { plan, locations, modules, blocks: new BlockWriter() };
  const packed = { root: workspaceRoot, byteOffset: packedAt };
  const launches: Launch[] = [];
  for (const instruction of plan.instructions) {
    if (instruction.kind === "kernel") launches.push(await kernelLaunch(context, instruction));
    else if (instruction.kind === "matmul") launches.push(await matmulLaunch(context, instruction, packed));
    else if (instruction.kind === "call") launches.push(await callLaunch(instruction, locations));
    else launches.push(scatterAddLaunch(instruction, locations));
  }
  const blocks = context.blocks.close(1 + plan.bound + kept.length);
  return new WasmExecutable(plan, memory, launches, blocks, { scratchAt, blocksAt }, kept);
};

import { ThalwegError } from "../../errors/thalweg-error.ts";
import { itemBytes } from "../../kernels/dtype.ts";
import { kernelScratchBytes } from "../../kernels/wasm/column-accumulators.ts";
import { matmulScratchBytes } from "../../kernels/wasm/matmul-layout.ts";
import type { Instruction, MatmulInstruction, Plan } from "../device.ts";
import { WasmArena } from "./arena.ts";
import { BlockWriter } from "./blocks.ts";
import { callLaunch } from "./call.ts";
import { type Launch, WasmExecutable } from "./executable.ts";
import { aligned } from "./free-list.ts";
import { kernelLaunch, type LaunchContext, matmulLaunch, packedBytesOf } from "./launches.ts";
import { loopLaunch, steadyIn } from "./loop.ts";
import type { DeviceMemory } from "./memory.ts";
import type { Modules } from "./modules.ts";
import { scatterAddLaunch } from "./scatter-add.ts";
import { locate, workspaceRoot } from "./slots.ts";

/** Bytes of working memory that a thread needs. */
const threadBytes = (instruction: Instruction): number => {
  if (instruction.kind === "kernel") return kernelScratchBytes(instruction.kernel);
  return instruction.kind === "matmul" ? matmulScratchBytes(instruction.dtype) : 0;
};

const checkBudget = (plan: Plan, ownBytes: number, budget: number): void => {
  const bound = new Map<number, number>();
  for (const { dtype, length, place } of plan.slots) {
    if (place.kind !== "bound") continue;
    bound.set(place.index, Math.max(bound.get(place.index) ?? 0, length * itemBytes[dtype]));
  }
  const needed = [...bound.values()].reduce((sum, bytes) => sum + aligned(bytes), ownBytes);
  if (needed <= budget) return;
  throw new ThalwegError(
    "memory",
    `compile: a plan may take ${budget} bytes of device memory, and this one needs ${needed} ` +
      `(${ownBytes} of them its own); use smaller batches`,
  );
};

/** `steady`: bound arrays that are the same in every step of the loop whose step this is. */
export const buildExecutable = async (
  plan: Plan,
  memory: DeviceMemory,
  modules: Modules,
  steady: ReadonlySet<number> = new Set(),
): Promise<WasmExecutable> => {
  const { locations, kept: keptSlots } = locate(plan, 0);
  const products = plan.instructions.filter((each): each is MatmulInstruction => each.kind === "matmul");
  const packedAt = aligned(plan.scratchBytes);
  // What stays packed from step to step has a place of its own; the others use one after another.
  const isSteady = ({ b }: MatmulInstruction): boolean => steady.has(locations[b.slot].root - 1);
  const passing = products.filter((product) => !isSteady(product)).map(packedBytesOf);
  const packedPlaces = new Map<Instruction, number>();
  let scratchAt = packedAt + aligned(Math.max(0, ...passing));
  for (const product of products.filter(isSteady)) {
    packedPlaces.set(product, scratchAt);
    scratchAt += aligned(packedBytesOf(product));
  }
  const blocksAt = scratchAt + aligned(Math.max(0, ...plan.instructions.map(threadBytes)));
  const kept = keptSlots.map((slot) => new WasmArena(memory, plan.slots[slot].dtype, plan.slots[slot].length));
  const context: LaunchContext = { plan, locations, modules, blocks: new BlockWriter() };
  const launches: Launch[] = [];
  for (const instruction of plan.instructions) {
    if (instruction.kind === "kernel") launches.push(await kernelLaunch(context, instruction));
    else if (instruction.kind === "matmul") {
      const own = packedPlaces.get(instruction);
      const packed = { root: workspaceRoot, byteOffset: own ?? packedAt };
      launches.push(await matmulLaunch(context, instruction, packed, own !== undefined));
    } else if (instruction.kind === "call") launches.push(await callLaunch(instruction, locations));
    else if (instruction.kind === "loop") {
      const step = await buildExecutable(instruction.step, memory, modules, steadyIn(instruction));
      launches.push(loopLaunch(instruction, step, plan, locations));
    } else launches.push(scatterAddLaunch(instruction, locations));
  }
  const blocks = context.blocks.close(1 + plan.bound + kept.length);
  const executable = new WasmExecutable(plan, memory, launches, blocks, { scratchAt, blocksAt }, kept);
  checkBudget(plan, executable.bytes, memory.budgetBytes);
  return executable;
};

import { ThalwegError } from "../../errors/thalweg-error.ts";
import { itemBytes } from "../../kernels/dtype.ts";
import { kernelScratchBytes } from "../../kernels/wasm/column-accumulators.ts";
import { matmulScratchBytes } from "../../kernels/wasm/matmul-layout.ts";
import type { Instruction, MatmulInstruction, Plan } from "../device.ts";
import { WasmArena } from "./arena.ts";
import { blasLaunches, usesBlas } from "./blas-launches.ts";
import { BlockWriter } from "./blocks.ts";
import { callLaunch } from "./call.ts";
import { writeCommands } from "./commands.ts";
import { type Launch, WasmExecutable } from "./executable.ts";
import { aligned } from "./free-list.ts";
import {
  type KernelLaunch,
  kernelLaunch,
  type LaunchContext,
  type MatmulLaunch,
  matmulLaunch,
  packedBytesOf,
} from "./launches.ts";
import { loopLaunch, steadyIn } from "./loop.ts";
import type { DeviceMemory } from "./memory.ts";
import type { Modules } from "./modules.ts";
import { scatterAddLaunch } from "./scatter-add.ts";
import { locate, workspaceRoot } from "./slots.ts";
import type { Threads } from "./threads.ts";

/** Bytes of working memory that a thread needs for one instruction. */
const threadBytes = (instruction: Instruction, { blas }: Threads): number => {
  if (instruction.kind === "kernel") return kernelScratchBytes(instruction.kernel);
  if (instruction.kind !== "matmul") return 0;
  const product = usesBlas(instruction, blas) ? blas.routines.blasScratchBytes : matmulScratchBytes(instruction.dtype);
  return Math.max(product, instruction.epilogue ? kernelScratchBytes(instruction.epilogue.kernel) : 0);
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

/** Renders all code of a plan, and lets the engine compile one module while the next is rendered. */
const prepare = async ({ instructions }: Plan, modules: Modules, { blas }: Threads): Promise<void> => {
  const compiling = instructions.flatMap((instruction): Promise<unknown>[] => {
    if (instruction.kind === "kernel") return [modules.kernel(instruction.kernel)];
    if (instruction.kind !== "matmul") return [];
    const { dtype, epilogue } = instruction;
    return [
      ...(usesBlas(instruction, blas) ? [] : [modules.matmul(dtype)]),
      ...(epilogue ? [modules.kernel(epilogue.kernel)] : []),
    ];
  });
  await Promise.all(compiling);
};

/** `steady`: bound arrays that are the same in every step of the loop whose step this is. */
export const buildExecutable = async (
  plan: Plan,
  memory: DeviceMemory,
  modules: Modules,
  threads: Threads,
  steady: ReadonlySet<number> = new Set(),
): Promise<WasmExecutable> => {
  await prepare(plan, modules, threads);
  const { locations, kept: keptSlots } = locate(plan, 0);
  const { blas } = threads;
  const products = plan.instructions.filter(
    (each): each is MatmulInstruction => each.kind === "matmul" && !usesBlas(each, blas),
  );
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
  const blocksAt = scratchAt;
  const threadsBytes = threads.reserve(
    Math.max(0, ...plan.instructions.map((instruction) => threadBytes(instruction, threads))),
  );
  const kept = keptSlots.map((slot) => new WasmArena(memory, plan.slots[slot].dtype, plan.slots[slot].length));
  const context: LaunchContext = { plan, locations, modules, blocks: new BlockWriter() };
  const launches: Launch[] = [];
  let commands: (KernelLaunch | MatmulLaunch)[] = [];
  const closeCommands = (): void => {
    if (commands.length > 0) launches.push(writeCommands(context.blocks, commands, blocksAt, threads.worthSharing));
    commands = [];
  };
  for (const instruction of plan.instructions) {
    if (instruction.kind === "kernel") commands.push(await kernelLaunch(context, instruction));
    else if (instruction.kind === "matmul" && usesBlas(instruction, blas)) {
      commands.push(...(await blasLaunches(context, instruction, blas)));
    } else if (instruction.kind === "matmul") {
      const own = packedPlaces.get(instruction);
      const packed = { root: workspaceRoot, byteOffset: own ?? packedAt };
      commands.push(await matmulLaunch(context, instruction, packed, own !== undefined));
    } else if (instruction.kind === "scatterAdd") commands.push(await scatterAddLaunch(context, instruction));
    else {
      closeCommands();
      if (instruction.kind === "call") launches.push(await callLaunch(instruction, locations));
      else {
        const step = await buildExecutable(instruction.step, memory, modules, threads, steadyIn(instruction));
        launches.push(loopLaunch(instruction, step, plan, locations));
      }
    }
  }
  closeCommands();
  const blocks = context.blocks.close(1 + plan.bound + kept.length);
  const executable = new WasmExecutable(plan, memory, threads, launches, blocks, blocksAt, kept);
  checkBudget(plan, executable.bytes + threadsBytes, memory.budgetBytes);
  return executable;
};

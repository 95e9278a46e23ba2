import type { Instruction, Plan } from "../devices/device.ts";
import { sizeOf } from "../graph/shape.ts";
import { isFloat } from "../kernels/dtype.ts";
import type { Affine } from "./coordinate.ts";
import { sum } from "./coordinate.ts";
import type { DraftRoot } from "./draft.ts";
import { finishedKernel, type Located } from "./finish.ts";
import { operandViews } from "./folds.ts";
import { type Group, groupItems } from "./groups.ts";
import { baseOf, type Item, type Program } from "./items.ts";
import { loopInstruction } from "./loops.ts";
import { Unfusable } from "./nest.ts";
import { matmulInstruction } from "./products.ts";
import { Slots } from "./slots.ts";
import { chooseStored, type Storing } from "./storing.ts";
import { inPlaceUpdates } from "./updates.ts";
import { isContiguous, viewOf } from "./views.ts";

/** Output `output` is the next value of source `source`. */
export interface Update {
  readonly output: number;
  readonly source: number;
}

export interface Compiled {
  readonly plan: Plan;
  /** For each update, whether the new value is written over the old one. */
  readonly inPlace: readonly boolean[];
}

/**
 * Compiles a program into a plan. Bound arenas are the sources, then the outputs; an output that
 * updates a source in place is bound to the source's arena.
 */
export const planOf = (program: Program, updates: readonly Update[] = []): Compiled => {
  const forced = new Set<Item>();
  for (;;) {
    const storing = chooseStored(program.items, program.outputs, forced);
    try {
      return assemblePlan(program, updates, storing, groupItems(program, storing));
    } catch (error) {
      if (!(error instanceof Unfusable) || error.items.every((item) => forced.has(item))) throw error;
      for (const item of error.items) forced.add(item);
    }
  }
};

const assemblePlan = (
  program: Program,
  updates: readonly Update[],
  storing: Storing,
  groups: readonly Group[],
): Compiled => {
  const read = readItems(program, storing, groups);
  const inPlace = inPlaceUpdates(program, updates, storing, groups);
  const slots = new Slots(program, updates, inPlace, groups, read, storing);
  const write = (root: DraftRoot, draft: Group & { kind: "kernel" | "matmul" }): Located => {
    const located = slots.locate(root.item);
    const { draft: own } = { draft: draft.kind === "kernel" ? draft.draft : draft.epilogue };
    if (!own) throw new Error("a root without a draft");
    const address = own.address(root.coordinate, located.shape);
    return { slot: located.slot, address: sum(address, offsetBy(located.offset, address)) };
  };
  const instructions = groups.flatMap((group): Instruction[] => {
    if (group.kind === "scatterAdd") return [scatterInstruction(group.item, slots, storing)];
    if (group.kind === "loop") return [loopInstruction(group, slots, storing, planOf)];
    if (group.kind === "call") return [callInstruction(group.item, slots, storing)];
    const draft = group.kind === "kernel" ? group.draft : group.epilogue;
    const roots = draft?.roots.filter((root) => read.has(root.item)) ?? [];
    const kernel =
      draft && roots.length > 0
        ? finishedKernel(
            draft,
            roots,
            { read: (item) => slots.slotOf(item), write: (root) => write(root, group) },
            group.kind === "matmul",
          )
        : undefined;
    if (group.kind === "kernel") return kernel ? [kernel] : [];
    return [{ ...matmulInstruction(group.item, slots, storing), ...(kernel ? { epilogue: kernel } : {}) }];
  });
  const plan: Plan = {
    slots: slots.list,
    instructions,
    scratchBytes: slots.scratchBytes,
    bound: program.sources.length + program.outputs.length,
    knobs: program.numbers.length,
  };
  return { plan, inPlace };
};

const offsetBy = (offset: number, { strides }: Affine): Affine => ({ offset, strides: strides.map(() => 0) });

/** Items that something outside their own group reads from memory. */
const readItems = (program: Program, storing: Storing, groups: readonly Group[]): ReadonlySet<Item> => {
  const read = new Set<Item>(program.outputs);
  for (const item of program.items) {
    if (item.operation.kind === "assemble") for (const part of item.inputs) read.add(baseOf(part));
  }
  for (const group of groups) {
    if (group.kind !== "kernel") for (const { base } of operandViews(group.item, storing.isStored)) read.add(base);
    const draft = group.kind === "kernel" ? group.draft : group.kind === "matmul" ? group.epilogue : undefined;
    for (const { item } of draft?.accesses ?? []) if (group.kind !== "matmul" || item !== group.item) read.add(item);
  }
  return read;
};

const scatterInstruction = (item: Item, slots: Slots, storing: Storing): Instruction => {
  const { operation, inputs, shape, dtype } = item;
  if (operation.kind !== "scatterAdd") throw new Error("not a scatterAdd");
  const [source, indices] = inputs.map((operand) => wholeSlot(operand, slots, storing));
  return {
    kind: "scatterAdd",
    dtype,
    outer: sizeOf(shape.slice(0, operation.axis)),
    extent: operation.extent,
    count: inputs[0].shape[operation.axis],
    inner: sizeOf(shape.slice(operation.axis + 1)),
    indices,
    source,
    target: slots.slotOf(item),
  };
};

const callInstruction = (item: Item, slots: Slots, storing: Storing): Instruction => {
  const { operation, dtype } = item;
  const [operand] = item.inputs;
  if (operation.kind !== "call" || !isFloat(dtype)) throw new Error("not a call");
  const [rows, columns] = operand.shape;
  const source = wholeSlot(operand, slots, storing);
  return { kind: "call", routine: operation.routine, dtype, rows, columns, source, target: slots.slotOf(item) };
};

/** The slot that holds an operand, and nothing else, in order. */
const wholeSlot = (operand: Item, slots: Slots, storing: Storing): number => {
  const view = viewOf(operand, storing.isStored);
  if (!storing.isStored(view.base) || view.offset !== 0 || !isContiguous(view, operand.shape))
    throw new Unfusable(operand);
  return slots.slotOf(view.base);
};

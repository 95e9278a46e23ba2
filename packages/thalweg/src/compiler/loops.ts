import type { LoopInstruction, Moving, Plan } from "../devices/device.ts";
import { type Body, type Node, type Shape, sizeOf } from "../graph/index.ts";
import type { Item, LoopOperation, Program } from "./items.ts";
import { Unfusable } from "./nest.ts";
import type { Compiled, Update } from "./plan.ts";
import type { Slots } from "./slots.ts";
import type { Storing } from "./storing.ts";
import { isContiguous, type StridedView, viewOf } from "./views.ts";

/** The results of a loop that somebody uses. */
export interface LoopUse {
  /** Carries of which every value is wanted. */
  readonly histories: ReadonlySet<number>;
  readonly outputs: readonly number[];
}

/** What is used of every loop below `order`. */
export const usesOf = (order: readonly Node[]): ReadonlyMap<Node, LoopUse> => {
  const uses = new Map<Node, { histories: Set<number>; outputs: number[] }>();
  for (const { operation, inputs } of order) {
    if (operation.kind !== "history" && operation.kind !== "stacked" && operation.kind !== "final") continue;
    const use = uses.get(inputs[0]) ?? { histories: new Set(), outputs: [] };
    uses.set(inputs[0], use);
    if (operation.kind === "history") use.histories.add(operation.carry);
    if (operation.kind === "stacked" && !use.outputs.includes(operation.output)) use.outputs.push(operation.output);
  }
  for (const { outputs } of uses.values()) outputs.sort((a, b) => a - b);
  return uses;
};

const programs = new WeakMap<Body, Map<string, Program>>();

/** The program of one step: next carries, then the outputs that somebody uses. */
export const stepProgram = (
  body: Body,
  outputs: readonly number[],
  programOf: (outputs: readonly Node[], dirty: boolean) => Program,
): Program => {
  const known = programs.get(body) ?? new Map<string, Program>();
  programs.set(body, known);
  const program =
    known.get(`${outputs}`) ??
    programOf(
      [...body.results.slice(0, body.carries), ...outputs.map((output) => body.results[body.carries + output])],
      true,
    );
  known.set(`${outputs}`, program);
  return program;
};

/** How many values of a carry are in memory: all of them, or the one before a step and the one after. */
export const entriesOf = (steps: number, carry: number, { histories }: LoopUse): number =>
  histories.has(carry) ? steps + 1 : 2;

/** Whether slices along the first axis lie in memory in order, each in one piece. */
export const isSliceable = ({ strides, ...view }: StridedView, shape: Shape): boolean =>
  isContiguous({ ...view, strides: strides.slice(1) }, shape.slice(1));

const compiled = new WeakMap<Program, Map<string, StepPlan>>();

interface StepPlan {
  readonly plan: Plan;
  /** Carries whose next value is written over the old one. */
  readonly inPlace: ReadonlySet<number>;
}

/** The plan of one step. A carry is written over where that is safe, unless all its values are wanted. */
const planOfStep = (
  { step, sources, carries, use }: LoopOperation,
  planOf: (program: Program, updates: readonly Update[]) => Compiled,
): StepPlan => {
  const known = compiled.get(step) ?? new Map<string, StepPlan>();
  compiled.set(step, known);
  const free = Array.from({ length: carries }, (_, carry) => carry).filter((carry) => !use.histories.has(carry));
  const same = known.get(`${free}`);
  if (same) return same;
  const { plan, inPlace } = planOf(
    step,
    free.map((carry) => ({ output: carry, source: sources.indexOf(carry) })),
  );
  const result = { plan, inPlace: new Set(free.filter((_, index) => inPlace[index])) };
  known.set(`${free}`, result);
  return result;
};

export interface LoopGroup {
  readonly kind: "loop";
  readonly item: Item;
  /** The arrays it writes: those of carries, then stacked outputs. */
  readonly results: Item[];
}

export const loopInstruction = (
  { item, results }: LoopGroup,
  slots: Slots,
  storing: Storing,
  planOf: (program: Program, updates: readonly Update[]) => Compiled,
): LoopInstruction => {
  const { operation, inputs } = item;
  if (operation.kind !== "loop") throw new Error("not a loop");
  const { steps, reverse, carries, slices, sources, use } = operation;
  const { plan, inPlace } = planOfStep(operation, planOf);
  const along = (slot: number, offset: number, stride: number): Moving => ({
    slot,
    offset: reverse ? offset + (steps - 1) * stride : offset,
    stride: reverse ? -stride : stride,
    shift: 0,
    period: steps,
  });
  const located = (operand: Item, fits: (view: StridedView, shape: Shape) => boolean) => {
    const view = viewOf(operand, storing.isStored);
    if (!storing.isStored(view.base) || !fits(view, operand.shape)) throw new Unfusable(operand);
    return { ...view, slot: slots.slotOf(view.base) };
  };
  const carried = (carry: number, shift: number): Moving => {
    const entries = entriesOf(steps, carry, use);
    const size = sizeOf(inputs[carry].shape);
    const slot = slots.slotOf(results[carry]);
    if (!inPlace.has(carry)) return { slot, offset: 0, stride: size, shift, period: entries };
    // The one entry is the one in which the last value is looked for.
    return { slot, offset: (steps % entries) * size, stride: 0, shift: 0, period: 1 };
  };
  const bound = [
    ...sources.map((source): Moving => {
      if (source < carries) return carried(source, 0);
      const operand = inputs[source];
      if (source >= carries + slices) {
        const { slot, offset } = located(operand, isContiguous);
        return { slot, offset, stride: 0, shift: 0, period: 1 };
      }
      const { slot, offset, strides } = located(operand, isSliceable);
      return along(slot, offset, strides[0]);
    }),
    ...Array.from({ length: carries }, (_, carry) => carried(carry, 1)),
    ...use.outputs.map((output) => {
      const result = results.find(({ operation: own }) => own.kind === "stacked" && own.output === output);
      if (!result) throw new Error(`a loop without its output ${output}`);
      return along(slots.slotOf(result), 0, sizeOf(result.shape.slice(1)));
    }),
  ];
  const starts = Array.from({ length: carries }, (_, carry) => {
    const { slot: source, offset } = located(inputs[carry], isContiguous);
    const { slot: target, offset: targetOffset } = carried(carry, 0);
    return { source, offset, target, targetOffset, length: sizeOf(inputs[carry].shape) };
  });
  return { kind: "loop", steps, step: plan, bound, starts };
};

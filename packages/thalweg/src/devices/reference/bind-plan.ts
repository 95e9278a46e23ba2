import { ThalwegError } from "../../errors/thalweg-error.ts";
import type { DType, TypedArray } from "../../kernels/dtype.ts";
import { isFloat } from "../../kernels/dtype.ts";
import { type ArrayView, renderJs } from "../../kernels/js/index.ts";
import type { Argument, Instruction, KernelInstruction, LoopInstruction, Plan, Slot, View } from "../device.ts";
import { call } from "../routines/call.ts";
import { multiply } from "./multiply.ts";
import { scatterAdd } from "./scatter-add.ts";

/** An array of the reference device: every float is a float64. */
export const referenceArray = (dtype: DType, length: number): TypedArray => {
  if (isFloat(dtype)) return new Float64Array(length);
  return dtype === "int32" ? new Int32Array(length) : new Uint8Array(length);
};

/** The arrays a plan owns, by slot; bound and part slots have none. */
export type PlanMemory = ReadonlyMap<number, TypedArray>;

/** One array a scratch or kept slot. Scratch begins as NaN, so that reading it too early shows. */
export const planMemory = (plan: Plan): PlanMemory => {
  const memory = new Map<number, TypedArray>();
  plan.slots.forEach(({ dtype, length, place }, slot) => {
    if (place.kind === "kept") memory.set(slot, referenceArray(dtype, length));
    if (place.kind === "scratch") memory.set(slot, referenceArray(dtype, length).fill(Number.NaN));
  });
  return memory;
};

/** A plan tied to arrays. */
export interface BoundPlan {
  /** Executes once, synchronously. */
  run(knobs: Float64Array): void;
}

/**
 * Ties `plan` to `bound`, typed arrays of any float type, which runs change in place; kept slots live in
 * `memory`. Everything is computed in float64 and instructions run one by one.
 *
 * @example
 * const update = bindPlan(plan, [weights, gradient]);
 * update.run(Float64Array.of(learningRate));
 */
export const bindPlan = (plan: Plan, bound: readonly TypedArray[], memory = planMemory(plan)): BoundPlan => {
  if (bound.length !== plan.bound) {
    throw new ThalwegError("argument", `bindPlan: bound must have ${plan.bound} arrays, got ${bound.length}`);
  }
  const arrays = plan.slots.map((_, slot) => arrayOf(plan.slots, slot, bound, memory));
  const steps = plan.instructions.map((instruction) => bindInstruction(instruction, arrays));
  return {
    run: (knobs) => {
      for (const step of steps) step(knobs);
    },
  };
};

const arrayOf = (
  slots: readonly Slot[],
  index: number,
  bound: readonly TypedArray[],
  memory: PlanMemory,
): TypedArray => {
  const { dtype, length, place } = slots[index];
  const offset = place.kind === "part" ? place.offset : 0;
  const whole =
    place.kind === "bound"
      ? bound[place.index]
      : place.kind === "part"
        ? arrayOf(slots, place.of, bound, memory)
        : memory.get(index);
  if (!whole || whole.length < offset + length) {
    throw new ThalwegError(
      "device",
      `bindPlan: slot ${index} (${dtype}) needs ${offset + length} elements, got ${whole?.length ?? 0}`,
    );
  }
  return whole.subarray(offset, offset + length);
};

type Step = (knobs: Float64Array) => void;

const bindInstruction = (instruction: Instruction, arrays: readonly TypedArray[]): Step => {
  switch (instruction.kind) {
    case "kernel":
      return bindKernel(instruction, arrays);
    case "scatterAdd":
      return () => scatterAdd(instruction, arrays);
    case "loop":
      return bindLoop(instruction, arrays);
    case "call":
      return () => call(instruction, arrays[instruction.source], arrays[instruction.target]);
    case "matmul": {
      const { epilogue } = instruction;
      if (!epilogue) return () => multiply(instruction, arrays);
      const finish = bindKernel(epilogue, arrays);
      return (knobs) => {
        multiply(instruction, arrays);
        finish(knobs);
      };
    }
  }
};

/** Binds the step anew in every step. */
const bindLoop = ({ step, steps, bound, starts }: LoopInstruction, arrays: readonly TypedArray[]): Step => {
  const memory = planMemory(step);
  const none = new Float64Array(0);
  return () => {
    for (const { source, offset, target, targetOffset, length } of starts) {
      arrays[target].set(arrays[source].subarray(offset, offset + length), targetOffset);
    }
    for (let t = 0; t < steps; t++) {
      const own = bound.map(({ slot, offset, stride, shift, period }) =>
        arrays[slot].subarray(offset + stride * ((t + shift) % period)),
      );
      bindPlan(step, own, memory).run(none);
    }
  };
};

const bindKernel = (instruction: KernelInstruction, arrays: readonly TypedArray[]): Step => {
  const view = ({ slot, ...rest }: View): ArrayView => ({ array: arrays[slot], ...rest });
  const numbers = Float64Array.from(instruction.arguments, numberOf);
  const run = renderJs(instruction.kernel)({
    extents: instruction.extents,
    inputs: instruction.inputs.map(view),
    outputs: instruction.outputs.map(view),
    numbers,
  });
  const knobs = instruction.arguments.flatMap((argument, at) =>
    argument.kind === "knob" ? [{ at, knob: argument.index }] : [],
  );
  return (values) => {
    for (const { at, knob } of knobs) numbers[at] = values[knob];
    run();
  };
};

const numberOf = (argument: Argument): number => (argument.kind === "number" ? argument.value : 0);

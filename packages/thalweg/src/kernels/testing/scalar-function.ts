import { KernelBuilder, kernelFrom } from "../builder.ts";
import { type ArrayView, renderJs } from "../js/index.ts";
import type { Kernel } from "../kernel.ts";
import { interpret } from "./interpret.ts";

/** An element-wise kernel of contiguous arrays that stores `expression` of its operands and arguments. */
export const elementwiseKernel = (
  type: "float32" | "float64",
  operands: number,
  expression: (builder: KernelBuilder, operands: readonly number[]) => number,
): Kernel => {
  const builder = new KernelBuilder();
  const loads = Array.from({ length: operands }, (_, access) => builder.add({ op: "load", type, access }));
  const value = expression(builder, loads);
  return kernelFrom(builder, {
    parallel: 1,
    reduced: 0,
    vector: "parallel",
    accesses: loads.map(() => ({ dtype: type, lane: 1, rowOnly: false })),
    outputs: [type],
    phases: [{ reductions: [], stores: [{ output: 0, value, level: "element" }] }],
    arguments: builder.values.reduce(
      (count, each) => (each.op === "argument" ? Math.max(count, each.argument + 1) : count),
      0,
    ),
  });
};

/** Applies an expression to whole arrays: float64 by the JS renderer, float32 rounding every operation. */
export const applied = (
  type: "float32" | "float64",
  expression: (builder: KernelBuilder, operands: readonly number[]) => number,
  ...inputs: readonly (readonly number[])[]
): number[] => {
  const kernel = elementwiseKernel(type, inputs.length, expression);
  const length = inputs[0].length;
  const arrayOf = (values: Iterable<number>): Float32Array | Float64Array =>
    type === "float64" ? Float64Array.from(values) : Float32Array.from(values);
  const view = (values: Iterable<number>): ArrayView => ({ array: arrayOf(values), offset: 0, strides: [1] });
  const output = view(new Float64Array(length));
  const launch = { extents: [length], inputs: inputs.map(view), outputs: [output], numbers: new Float64Array(0) };
  if (type === "float64") renderJs(kernel)(launch)();
  else interpret(kernel, launch, "declared");
  return Array.from(output.array);
};

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { KernelBuilder, kernelFrom } from "../builder.ts";
import { type DType, isFloat, type TypedArray, typedArray } from "../dtype.ts";
import type { Kernel } from "../kernel.ts";
import { interpret } from "../testing/interpret.ts";
import { arraysOf } from "../testing/kernel-case.ts";
import { randomKernel } from "../testing/random-kernel.ts";
import { type ArrayView, renderJs } from "./index.ts";

const wide = (dtype: DType, length: number): TypedArray => typedArray(isFloat(dtype) ? "float64" : dtype, length);

const view = (...values: number[]): ArrayView => ({ array: Float64Array.from(values), offset: 0, strides: [1] });

const sumKernel = (sequential: boolean): Kernel => {
  const builder = new KernelBuilder();
  const x = builder.add({ op: "load", type: "float64", access: 0 });
  const running = builder.add({ op: "running", type: "float64", reduction: 0 });
  const total = builder.add({ op: "reduced", type: "float64", reduction: 0 });
  const element = { output: 0, value: running, level: "element" } as const;
  const row = { output: 0, value: total, level: "row" } as const;
  return kernelFrom(builder, {
    parallel: 0,
    reduced: 1,
    vector: sequential ? "parallel" : "reduced",
    sequential,
    accesses: [{ dtype: "float64", lane: 1, rowOnly: false }],
    outputs: ["float64"],
    reductions: [{ op: "sum", type: "float64", value: x }],
    phases: [{ reductions: [0], stores: [sequential ? element : row] }],
    arguments: 0,
  });
};

describe("renderJs", () => {
  it("gives the interpreter's bits for random kernels", () => {
    const property = fc.property(fc.gen(), (draw) => {
      const kernelCase = randomKernel(draw);
      const { kernel, extents, numbers } = kernelCase;
      const [actual, expected] = [arraysOf(kernelCase, wide), arraysOf(kernelCase, wide)];
      renderJs(kernel)({ extents, numbers: Float64Array.from(numbers), ...actual })();
      interpret(kernel, { extents, numbers: Float64Array.from(numbers), ...expected }, "float64");
      expect(actual.outputs.map(({ array }) => array)).toEqual(expected.outputs.map(({ array }) => array));
    });
    fc.assert(property, { numRuns: 200, seed: 1, endOnFailure: true });
  });

  it("sums over eight lanes, folded by halves", () => {
    const tiny = 2 ** -53;
    // Lane 0 holds 1 + 2⁻⁵³, which rounds to 1; lanes 1 and 5 meet before they meet it, lane 4 does not.
    const x = view(1, tiny, 0, 0, tiny, tiny, 0, 0, tiny);
    const y = view(0);
    renderJs(sumKernel(false))({ extents: [9], inputs: [x], outputs: [y], numbers: new Float64Array(0) })();
    expect(y.array[0]).toBe(1 + 2 * tiny);
  });

  it("runs sums in order when sequential", () => {
    const y = view(0, 0, 0, 0);
    const launch = { extents: [4], inputs: [view(1, 2, 3, 4)], outputs: [y], numbers: new Float64Array(0) };
    renderJs(sumKernel(true))(launch)();
    expect(Array.from(y.array)).toEqual([1, 3, 6, 10]);
  });

  it("reads its numbers anew at every run and rounds to what the array holds", () => {
    const builder = new KernelBuilder();
    const weight = builder.add({ op: "load", type: "float32", access: 0 });
    const rate = builder.add({ op: "argument", type: "float32", argument: 0 });
    const kernel = kernelFrom(builder, {
      parallel: 1,
      reduced: 0,
      vector: "parallel",
      accesses: [{ dtype: "float32", lane: 1, rowOnly: false }],
      outputs: ["float32"],
      phases: [
        { reductions: [], stores: [{ output: 0, value: builder.binary("sub", weight, rate), level: "element" }] },
      ],
      arguments: 1,
    });
    const weights = { array: Float32Array.of(1, 2), offset: 0, strides: [1] };
    const numbers = Float64Array.of(0.1);
    const run = renderJs(kernel)({ extents: [2], inputs: [weights], outputs: [weights], numbers });
    run();
    numbers[0] = 1;
    run();
    expect(weights.array).toEqual(Float32Array.of(Math.fround(0.9) - 1, Math.fround(1.9) - 1));
  });

  it("renders a kernel once", () => {
    expect(renderJs(sumKernel(false))).toBe(renderJs(sumKernel(false)));
  });
});

import { describe, expect, it } from "vitest";
import type { KernelBuilder } from "../../kernels/builder.ts";
import { elementwiseKernel } from "../../kernels/testing/scalar-function.ts";
import type { Plan } from "../device.ts";
import { bindPlan } from "./bind-plan.ts";

/** w ← w − knob·g */
const descent = (dtype: "float32" | "float64", length: number): Plan => {
  const rule = (builder: KernelBuilder, [w, g]: readonly number[]): number => {
    const rate = builder.add({ op: "argument", type: dtype, argument: 0 });
    return builder.binary("sub", w, builder.binary("mul", rate, g));
  };
  const view = (slot: number) => ({ slot, offset: 0, strides: [1] });
  return {
    slots: [0, 1].map((index) => ({ dtype, length, place: { kind: "bound", index } })),
    instructions: [
      {
        kind: "kernel",
        kernel: elementwiseKernel(dtype, 2, rule),
        extents: [length],
        inputs: [view(0), view(1)],
        outputs: [view(0)],
        arguments: [{ kind: "knob", index: 0 }],
      },
    ],
    scratchBytes: 0,
    bound: 2,
    knobs: 1,
  };
};

describe("bindPlan", () => {
  it("changes the caller's arrays in place, reading knobs at every run", () => {
    const weights = Float64Array.of(1, 2, 3);
    const bound = bindPlan(descent("float64", 3), [weights, Float64Array.of(1, 10, 100)]);
    bound.run(Float64Array.of(0.5));
    expect(weights).toEqual(Float64Array.of(0.5, -3, -47));
    bound.run(Float64Array.of(-0.5));
    expect(weights).toEqual(Float64Array.of(1, 2, 3));
  });

  it("computes in float64 and rounds to what the caller's array holds", () => {
    const weights = Float32Array.of(1);
    bindPlan(descent("float32", 1), [weights, Float64Array.of(0.1)]).run(Float64Array.of(0.1));
    expect(weights[0]).toBe(Math.fround(1 - 0.1 * 0.1));
  });

  it("refuses arrays that are missing or short", () => {
    const plan = descent("float64", 3);
    expect(() => bindPlan(plan, [new Float64Array(3)])).toThrow("bindPlan: bound must have 2 arrays, got 1");
    expect(() => bindPlan(plan, [new Float64Array(3), new Float64Array(2)])).toThrow(
      "slot 1 (float64) needs 3 elements, got 2",
    );
  });

  it("begins with zeros in kept slots and NaN in scratch", () => {
    const kernel = elementwiseKernel("float64", 1, (_, [x]) => x);
    const view = (slot: number) => ({ slot, offset: 0, strides: [1] });
    const places = [{ kind: "kept" }, { kind: "scratch", byteOffset: 0 }] as const;
    const results = places.map((place) => {
      const result = Float64Array.of(5, 5);
      const plan: Plan = {
        slots: [
          { dtype: "float64", length: 2, place: { kind: "bound", index: 0 } },
          { dtype: "float64", length: 2, place },
        ],
        instructions: [{ kind: "kernel", kernel, extents: [2], inputs: [view(1)], outputs: [view(0)], arguments: [] }],
        scratchBytes: 64,
        bound: 1,
        knobs: 0,
      };
      bindPlan(plan, [result]).run(new Float64Array(0));
      return Array.from(result);
    });
    expect(results).toEqual([
      [0, 0],
      [Number.NaN, Number.NaN],
    ]);
  });
});

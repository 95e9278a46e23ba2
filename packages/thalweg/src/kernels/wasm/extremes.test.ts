import { describe, expect, it } from "vitest";
import { KernelBuilder, kernelFrom } from "../builder.ts";
import { launched } from "./testing/launched.ts";

const numbers = [Number.NaN, 0, -0, 1, -1, 3.5, -3.5, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
const pairs = numbers.flatMap((a) => numbers.map((b) => [a, b]));
const arrays = { float32: Float32Array, float64: Float64Array } as const;
const contiguous = { lane: 1, rowOnly: true } as const;

type FloatType = keyof typeof arrays;
type Operand = (builder: KernelBuilder, load: number) => number;

/** What `op` makes of all pairs of numbers, each as the operand made of it. */
const made = (type: FloatType, op: "min" | "max", left: Operand, right: Operand): number[] => {
  const builder = new KernelBuilder();
  const a = left(builder, builder.add({ op: "load", type, access: 0 }));
  const b = right(builder, builder.add({ op: "load", type, access: 1 }));
  const kernel = kernelFrom(builder, {
    parallel: 1,
    reduced: 0,
    vector: "parallel",
    accesses: [
      { dtype: type, ...contiguous },
      { dtype: type, ...contiguous },
    ],
    outputs: [type],
    phases: [{ reductions: [], stores: [{ output: 0, value: builder.binary(op, a, b), level: "element" }] }],
    arguments: 0,
  });
  const inputs = [0, 1].map((side) => ({ values: new arrays[type](pairs.map((pair) => pair[side])), strides: [1] }));
  const { outputs } = launched(kernel, [pairs.length], inputs, [{ length: pairs.length, strides: [1] }]);
  return [...outputs[0]];
};

describe("min and max of floats", () => {
  const loaded: Operand = (_, load) => load;
  const magnitude: Operand = (builder, load) => builder.unary("abs", load);
  const rectified: Operand = (builder, load) => builder.binary("max", load, builder.literal(builder.typeOf(load), 0));
  const operations = [
    ["max", Math.max],
    ["min", Math.min],
  ] as const;

  it.each(["float32", "float64"] as const)("of %s are those of JavaScript, NaN and zeros too", (type) => {
    for (const [op, expected] of operations) {
      const results = pairs.map(([a, b]) => expected(a, b));
      expect(made(type, op, loaded, loaded)).toEqual(results);
    }
  });

  it.each(["float32", "float64"] as const)("of %s know what operands cannot be", (type) => {
    for (const [op, expected] of operations) {
      for (const [plain, special] of [
        [Math.abs, magnitude],
        [(x: number) => Math.max(x, 0), rectified],
      ] as const) {
        expect(made(type, op, special, loaded)).toEqual(pairs.map(([a, b]) => expected(plain(a), b)));
        expect(made(type, op, loaded, special)).toEqual(pairs.map(([a, b]) => expected(a, plain(b))));
        expect(made(type, op, special, special)).toEqual(pairs.map(([a, b]) => expected(plain(a), plain(b))));
      }
      for (const value of numbers) {
        const literal: Operand = (builder, load) => builder.literal(builder.typeOf(load), value);
        expect(made(type, op, loaded, literal)).toEqual(pairs.map(([a]) => expected(a, value)));
        expect(made(type, op, literal, loaded)).toEqual(pairs.map(([, b]) => expected(value, b)));
      }
    }
  });
});

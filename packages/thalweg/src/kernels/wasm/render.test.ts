import { describe, expect, it } from "vitest";
import { KernelBuilder, kernelFrom } from "../builder.ts";
import type { ScalarType } from "../dtype.ts";
import type { BinaryOp, UnaryOp } from "../kernel.ts";
import { launched } from "./testing/launched.ts";

const lengths = Array.from({ length: 40 }, (_, index) => index + 1);
const ramp = (length: number, of: (index: number) => number): number[] => Array.from({ length }, (_, i) => of(i));
const wave = (index: number): number => Math.sin(index * 1.7) * 3;
const contiguous = { lane: 1, rowOnly: false } as const;

const arrays = {
  float32: (values: readonly number[]) => Float32Array.from(values),
  float64: (values: readonly number[]) => Float64Array.from(values),
  int32: (values: readonly number[]) => Int32Array.from(values),
  uint8: (values: readonly number[]) => Uint8Array.from(values),
};

describe("element-wise kernels", () => {
  const unaryCases: readonly [UnaryOp, "float32" | "float64" | "int32", (x: number) => number][] = [
    ["neg", "float32", (x) => -x],
    ["neg", "float64", (x) => -x],
    ["neg", "int32", (x) => -x],
    ["abs", "float32", Math.abs],
    ["abs", "float64", Math.abs],
    ["abs", "int32", Math.abs],
    ["sqrt", "float32", Math.sqrt],
    ["sqrt", "float64", Math.sqrt],
    ["floor", "float32", Math.floor],
    ["floor", "float64", Math.floor],
    ["trunc", "float32", Math.trunc],
    ["trunc", "float64", Math.trunc],
    ["exponent", "float32", (x) => Math.floor(Math.log2(Math.abs(x)))],
    ["exponent", "float64", (x) => Math.floor(Math.log2(Math.abs(x)))],
    ["significand", "float32", (x) => x / 2 ** Math.floor(Math.log2(Math.abs(x)))],
    ["significand", "float64", (x) => x / 2 ** Math.floor(Math.log2(Math.abs(x)))],
  ];
  it.each(unaryCases)("%s of %s", (op, type, expected) => {
    const builder = new KernelBuilder();
    const x = builder.add({ op: "load", type, access: 0 });
    const value = builder.unary(op, x);
    const kernel = kernelFrom(builder, {
      parallel: 1,
      reduced: 0,
      vector: "parallel",
      accesses: [{ dtype: type, ...contiguous }],
      outputs: [type],
      phases: [{ reductions: [], stores: [{ output: 0, value, level: "element" }] }],
      arguments: 0,
    });
    for (const length of lengths) {
      const input = arrays[type](ramp(length, (i) => wave(i + 1) * 10));
      const { outputs } = launched(kernel, [length], [{ values: input, strides: [1] }], [{ length, strides: [1] }]);
      expect(outputs[0]).toEqual(arrays[type](Array.from(input, expected)));
    }
  });

  it("rounds halves to even", () => {
    for (const type of ["float32", "float64"] as const) {
      const builder = new KernelBuilder();
      const value = builder.unary("round", builder.add({ op: "load", type, access: 0 }));
      const kernel = kernelFrom(builder, {
        parallel: 1,
        reduced: 0,
        vector: "parallel",
        accesses: [{ dtype: type, ...contiguous }],
        outputs: [type],
        phases: [{ reductions: [], stores: [{ output: 0, value, level: "element" }] }],
        arguments: 0,
      });
      const input = arrays[type]([0.5, 1.5, 2.5, -0.5, -1.5, 2.4999, 7]);
      const { outputs } = launched(kernel, [7], [{ values: input, strides: [1] }], [{ length: 7, strides: [1] }]);
      expect(outputs[0]).toEqual(arrays[type]([0, 2, 2, -0, -2, 2, 7]));
    }
  });

  const binaryCases: readonly [BinaryOp, "float32" | "float64" | "int32", (a: number, b: number) => number][] = [
    ...(["float32", "float64", "int32"] as const).flatMap(
      (type): [BinaryOp, typeof type, (a: number, b: number) => number][] => [
        ["add", type, (a, b) => a + b],
        ["sub", type, (a, b) => a - b],
        ["mul", type, (a, b) => a * b],
        ["min", type, Math.min],
        ["max", type, Math.max],
        ["lt", type, (a, b) => Number(a < b)],
        ["le", type, (a, b) => Number(a <= b)],
        ["eq", type, (a, b) => Number(a === b)],
        ["ne", type, (a, b) => Number(a !== b)],
      ],
    ),
    ["div", "float32", (a, b) => a / b],
    ["div", "float64", (a, b) => a / b],
    ["scale2", "float32", (a, b) => a * 2 ** b],
    ["scale2", "float64", (a, b) => a * 2 ** b],
    ["and", "int32", (a, b) => a & b],
    ["or", "int32", (a, b) => a | b],
    ["xor", "int32", (a, b) => a ^ b],
    ["shl", "int32", (a, b) => a << b],
    ["shr", "int32", (a, b) => (a >>> b) | 0],
  ];
  it.each(binaryCases)("%s of %s", (op, type, expected) => {
    const builder = new KernelBuilder();
    const a = builder.add({ op: "load", type, access: 0 });
    const b = builder.add({ op: "load", type, access: 1 });
    const raw = builder.binary(op, a, b);
    const value = builder.typeOf(raw) === "bool" ? builder.unary("convert", raw, type) : raw;
    const kernel = kernelFrom(builder, {
      parallel: 1,
      reduced: 0,
      vector: "parallel",
      accesses: [
        { dtype: type, ...contiguous },
        { dtype: type, ...contiguous },
      ],
      outputs: [type],
      phases: [{ reductions: [], stores: [{ output: 0, value, level: "element" }] }],
      arguments: 0,
    });
    const small = op === "shl" || op === "shr" || op === "scale2";
    for (const length of lengths) {
      const left = arrays[type](ramp(length, (i) => (type === "int32" ? Math.round(wave(i) * 1000) : wave(i))));
      const right = arrays[type](ramp(length, (i) => (small || i % 3 === 0 ? i % 31 : left[i])));
      const { outputs } = launched(
        kernel,
        [length],
        [
          { values: left, strides: [1] },
          { values: right, strides: [1] },
        ],
        [{ length, strides: [1] }],
      );
      expect(outputs[0]).toEqual(arrays[type](Array.from(left, (x, i) => expected(x, right[i]))));
    }
  });

  it("min and max pass NaN on and order the zeros", () => {
    const builder = new KernelBuilder();
    const a = builder.add({ op: "load", type: "float32", access: 0 });
    const value = builder.binary("max", a, builder.literal("float32", 0));
    const kernel = kernelFrom(builder, {
      parallel: 1,
      reduced: 0,
      vector: "parallel",
      accesses: [{ dtype: "float32", ...contiguous }],
      outputs: ["float32"],
      phases: [{ reductions: [], stores: [{ output: 0, value, level: "element" }] }],
      arguments: 0,
    });
    const values = Float32Array.of(Number.NaN, -0, 3, -2, Number.NaN);
    const { outputs } = launched(kernel, [5], [{ values, strides: [1] }], [{ length: 5, strides: [1] }]);
    expect([...outputs[0]]).toEqual([Number.NaN, 0, 3, 0, Number.NaN]);
  });

  const numbers = { float32: true, float64: true, int32: true, uint8: true } as const;
  const dtypes = ["float32", "float64", "int32", "uint8"] as const satisfies readonly (keyof typeof numbers)[];
  it.each(dtypes.flatMap((from) => dtypes.map((to): [typeof from, typeof to] => [from, to])))(
    "converts %s to %s",
    (from, to) => {
      const scalar = (type: typeof from): ScalarType => (type === "uint8" ? "int32" : type);
      const builder = new KernelBuilder();
      const x = builder.add({ op: "load", type: scalar(from), access: 0 });
      const kernel = kernelFrom(builder, {
        parallel: 1,
        reduced: 0,
        vector: "parallel",
        accesses: [{ dtype: from, ...contiguous }],
        outputs: [to],
        phases: [
          {
            reductions: [],
            stores: [{ output: 0, value: builder.unary("convert", x, scalar(to)), level: "element" }],
          },
        ],
        arguments: 0,
      });
      for (const length of [1, 2, 3, 4, 5, 11, 4099]) {
        const values = arrays[from](ramp(length, (i) => wave(i) * 100));
        const { outputs } = launched(kernel, [length], [{ values, strides: [1] }], [{ length, strides: [1] }]);
        expect(outputs[0]).toEqual(arrays[to](Array.from(values, (x) => (to === "uint8" ? Math.trunc(x) & 255 : x))));
      }
    },
  );

  it("saturates floats to int32 and takes NaN to 0", () => {
    const values = [1e10, -1e10, Number.NaN, Number.POSITIVE_INFINITY, -2.9];
    for (const type of ["float32", "float64"] as const) {
      const builder = new KernelBuilder();
      const value = builder.unary("convert", builder.add({ op: "load", type, access: 0 }), "int32");
      const kernel = kernelFrom(builder, {
        parallel: 1,
        reduced: 0,
        vector: "parallel",
        accesses: [{ dtype: type, ...contiguous }],
        outputs: ["int32"],
        phases: [{ reductions: [], stores: [{ output: 0, value, level: "element" }] }],
        arguments: 0,
      });
      const input = { values: arrays[type](values), strides: [1] };
      const { outputs } = launched(kernel, [5], [input], [{ length: 5, strides: [1] }]);
      expect([...outputs[0]]).toEqual([2147483647, -2147483648, 0, 2147483647, -2]);
    }
  });
});

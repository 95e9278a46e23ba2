import { describe, expect, it } from "vitest";
import { KernelBuilder, kernelFrom } from "../builder.ts";
import { launched } from "./testing/launched.ts";

const ramp = (length: number): Float32Array => Float32Array.from({ length }, (_, index) => index % 1021);

describe("work items", () => {
  it("of several blocks in rows of several axes are the same however they are split", () => {
    const builder = new KernelBuilder();
    const x = builder.add({ op: "load", type: "float32", access: 0 });
    const row = builder.unary("convert", builder.add({ op: "index", type: "int32", dim: 1 }), "float32");
    const kernel = kernelFrom(builder, {
      parallel: 3,
      reduced: 0,
      vector: "parallel",
      accesses: [{ dtype: "float32", lane: 1, rowOnly: true }],
      outputs: ["float32"],
      phases: [{ reductions: [], stores: [{ output: 0, value: builder.binary("add", x, row), level: "element" }] }],
      arguments: 0,
    });
    const [a, b, c] = [2, 3, 9001];
    const values = ramp(a * b * c);
    // x: [a, b, c] with the first two axes exchanged in memory; the output has room after each row
    const input = { values, strides: [c, a * c, 1] };
    const output = { length: a * b * (c + 7), strides: [b * (c + 7), c + 7, 1] };
    const expected = new Float32Array(output.length);
    for (let i = 0; i < a; i += 1) {
      for (let j = 0; j < b; j += 1) {
        for (let k = 0; k < c; k += 1) expected[(i * b + j) * (c + 7) + k] = values[(j * a + i) * c + k] + j;
      }
    }
    for (const step of [1, 2, 5, Number.POSITIVE_INFINITY]) {
      expect(launched(kernel, [a, b, c], [input], [output], [], step).outputs[0]).toEqual(expected);
    }
  });

  it("of columns, whole blocks and the rest, may lie apart in memory", () => {
    const builder = new KernelBuilder();
    const value = builder.add({ op: "load", type: "float32", access: 0 });
    const total = builder.add({ op: "reduced", type: "float32", reduction: 0 });
    const kernel = kernelFrom(builder, {
      parallel: 2,
      reduced: 1,
      vector: "parallel",
      accesses: [{ dtype: "float32", lane: 1, rowOnly: false }],
      outputs: ["float32"],
      reductions: [{ op: "sum", type: "float32", value }],
      phases: [{ reductions: [0], stores: [{ output: 0, value: total, level: "row" }] }],
      arguments: 0,
    });
    const [batch, columns, rows] = [3, 41, 11];
    const values = ramp(batch * rows * columns);
    const input = { values, strides: [rows * columns, 1, columns] };
    for (const stride of [1, 2]) {
      const length = batch * columns * stride;
      const expected = new Float32Array(length);
      values.forEach((x, index) => {
        const column = index % columns;
        expected[(Math.floor(index / (rows * columns)) * columns + column) * stride] += x;
      });
      const output = { length, strides: [columns * stride, stride, 0] };
      for (const step of [1, 2, Number.POSITIVE_INFINITY]) {
        expect(launched(kernel, [batch, columns, rows], [input], [output], [], step).outputs[0]).toEqual(expected);
      }
    }
  });
});

import { describe, expect, it } from "vitest";
import { KernelBuilder, kernelFrom } from "../../kernels/builder.ts";
import { type TypedArray, typedArray } from "../../kernels/dtype.ts";
import type { KernelInstruction, MatmulInstruction, MatrixView, Plan } from "../device.ts";
import { wasmDevice } from "./index.ts";

type Product = "float32" | "float64";

let seed = 1;
const random = (): number => {
  seed = (Math.imul(seed, 1664525) + 1013904223) | 0;
  return (seed >>> 8) / 2 ** 24;
};
const filled = (dtype: Product, length: number): TypedArray => typedArray(dtype, length).map(() => random() * 2 - 1);
const integer = (limit: number): number => 1 + Math.floor(random() * limit);

const multiplyAdd = {
  float32: (a: number, b: number, c: number) => a * b + c,
  float64: (a: number, b: number, c: number) => c + a * b,
};

/** The triple loop; float32 sums in double. */
const expected = (product: MatmulInstruction, a: TypedArray, b: TypedArray, c: TypedArray): TypedArray => {
  const result = c.slice();
  const { batch, m, n, k } = product;
  const batches = batch.reduce((total, extent) => total * extent, 1);
  for (let index = 0; index < batches; index += 1) {
    const at = (view: MatrixView): number => {
      let rest = index;
      let offset = view.offset;
      for (let dim = batch.length - 1; dim >= 0; dim -= 1) {
        offset += (rest % batch[dim]) * view.batch[dim];
        rest = Math.floor(rest / batch[dim]);
      }
      return offset;
    };
    for (let i = 0; i < m; i += 1) {
      for (let j = 0; j < n; j += 1) {
        const to = at(product.c) + i * product.c.row + j * product.c.column;
        let sum = product.accumulate ? c[to] : 0;
        for (let term = 0; term < k; term += 1) {
          const left = a[at(product.a) + i * product.a.row + term * product.a.column];
          const right = b[at(product.b) + term * product.b.row + j * product.b.column];
          sum = multiplyAdd[product.dtype](left, right, sum);
        }
        result[to] = sum;
      }
    }
  }
  return result;
};

const planOf = (instruction: MatmulInstruction, lengths: readonly number[]): Plan => ({
  slots: lengths.map((length, index) => ({ dtype: instruction.dtype, length, place: { kind: "bound", index } })),
  instructions: [instruction],
  scratchBytes: 0,
  bound: lengths.length,
  knobs: 0,
});

const computed = async (
  product: MatmulInstruction,
  arrays: readonly TypedArray[],
  options: { relaxedFma?: boolean; shared?: boolean } = {},
): Promise<TypedArray> => {
  const device = await wasmDevice({ blas: "off", ...options });
  const arenas = arrays.map((values) => {
    const arena = device.allocate(product.dtype, values.length);
    device.upload(arena, values);
    return arena;
  });
  const plan = planOf(
    product,
    arrays.map(({ length }) => length),
  );
  await device.run(await device.compile(plan), arenas, new Float64Array(0));
  return device.download(arenas[2]);
};

const matrix = (
  slot: number,
  rows: number,
  columns: number,
  transposed: boolean,
  batch: readonly number[],
): MatrixView => ({
  slot,
  offset: 0,
  batch,
  row: transposed ? 1 : columns,
  column: transposed ? rows : 1,
});

const product = (
  dtype: Product,
  [m, n, k]: readonly [number, number, number],
  { transposeA = false, transposeB = false, transposeC = false, batch = 1, sharedB = false, accumulate = false } = {},
): { instruction: MatmulInstruction; arrays: TypedArray[] } => ({
  instruction: {
    kind: "matmul",
    dtype,
    batch: [batch],
    m,
    n,
    k,
    a: matrix(0, m, k, transposeA, [m * k]),
    b: matrix(1, k, n, transposeB, [sharedB ? 0 : k * n]),
    c: matrix(2, m, n, transposeC, [m * n]),
    accumulate,
  },
  arrays: [filled(dtype, batch * m * k), filled(dtype, (sharedB ? 1 : batch) * k * n), filled(dtype, batch * m * n)],
});

const close = (actual: TypedArray, reference: TypedArray, tolerance: number): void => {
  expect(actual.length).toBe(reference.length);
  let worst = 0;
  actual.forEach((value, index) => {
    const difference = Math.abs(value - reference[index]);
    worst = difference <= worst ? worst : difference;
  });
  expect(worst).toBeLessThanOrEqual(tolerance);
};

describe("matrix products", () => {
  it("float64 products equal the triple loop to the bit", async () => {
    for (let round = 0; round < 60; round += 1) {
      const flag = (): boolean => random() < 0.5;
      const shape = [integer(70), integer(40), integer(40)] as const;
      const { instruction, arrays } = product("float64", shape, {
        transposeA: flag(),
        transposeB: flag(),
        transposeC: random() < 0.2,
        batch: integer(3),
        sharedB: flag(),
        accumulate: flag(),
      });
      const result = await computed(instruction, arrays);
      expect(result).toEqual(expected(instruction, arrays[0], arrays[1], arrays[2]));
    }
  });

  it.each([true, false])("float32 products are near the triple loop (fused %s)", async (relaxedFma) => {
    for (let round = 0; round < 60; round += 1) {
      const flag = (): boolean => random() < 0.5;
      const shape = [integer(140), integer(40), integer(round % 10 === 0 ? 600 : 40)] as const;
      const { instruction, arrays } = product("float32", shape, {
        transposeA: flag(),
        transposeB: flag(),
        transposeC: random() < 0.2,
        batch: integer(3),
        sharedB: flag(),
        accumulate: flag(),
      });
      const result = await computed(instruction, arrays, { relaxedFma, shared: flag() });
      close(result, expected(instruction, arrays[0], arrays[1], arrays[2]), 3e-5);
    }
  });

  it("float32 products have the same bits however their arrays lie, one row or column included", async () => {
    const flags = [true, false];
    for (const [m, n, k] of [
      [1, 50, 30],
      [70, 1, 600],
      [33, 10, 130],
      [150, 70, 70],
      [20, 200, 9],
    ] as const) {
      const arrays = [filled("float32", m * k), filled("float32", k * n), filled("float32", m * n)];
      const sides = [m, k, n];
      const laidOut = (values: TypedArray, at: number, transposed: boolean): TypedArray =>
        transposed
          ? values.map((_, to) => values[(to % sides[at]) * sides[at + 1] + Math.floor(to / sides[at])])
          : values;
      const { instruction } = product("float32", [m, n, k]);
      const first = await computed(instruction, arrays);
      for (const transposeA of flags) {
        for (const transposeB of flags) {
          const views = product("float32", [m, n, k], { transposeA, transposeB }).instruction;
          const own = [laidOut(arrays[0], 0, transposeA), laidOut(arrays[1], 1, transposeB), arrays[2]];
          expect(await computed(views, own)).toEqual(first);
        }
      }
      const rows = [{ extent: m, stride: k }];
      const a = { slot: 0, offset: 0, batch: [0], row: 0, column: 0 };
      for (const columns of [
        [{ extent: k, stride: 1 }],
        [
          { extent: k / 5, stride: 5 },
          { extent: 5, stride: 1 },
        ],
      ]) {
        if (columns.some(({ extent }) => !Number.isInteger(extent))) continue;
        expect(await computed({ ...instruction, a: { ...a, folds: { rows, columns } } }, arrays)).toEqual(first);
      }
    }
  });

  it("sums over nothing are zero, or what was there", async () => {
    const { instruction, arrays } = product("float32", [5, 6, 1]);
    const none = { ...instruction, k: 0 };
    expect(await computed(none, arrays)).toEqual(new Float32Array(30));
    expect(await computed({ ...none, accumulate: true }, arrays)).toEqual(arrays[2]);
  });

  it("runs the epilogue on every element once", async () => {
    const builder = new KernelBuilder();
    const x = builder.add({ op: "load", type: "float32", access: 0 });
    const bias = builder.add({ op: "load", type: "float32", access: 1 });
    const value = builder.binary("max", builder.binary("add", x, bias), builder.literal("float32", 0));
    const kernel = kernelFrom(builder, {
      parallel: 3,
      reduced: 0,
      vector: "parallel",
      accesses: [
        { dtype: "float32", lane: 1, rowOnly: false },
        { dtype: "float32", lane: 1, rowOnly: false },
      ],
      outputs: ["float32"],
      phases: [{ reductions: [], stores: [{ output: 0, value, level: "element" }] }],
      arguments: 0,
    });
    for (const [batch, m, n] of [
      [1, 130, 37],
      [3, 65, 10],
      [2, 700, 1],
      [3, 1, 50],
    ] as const) {
      const { instruction, arrays } = product("float32", [m, n, 11], { batch, transposeA: n === 1 });
      const view = { slot: 2, offset: 0, strides: [m * n, n, 1] };
      const epilogue: KernelInstruction = {
        kind: "kernel",
        kernel,
        extents: [batch, m, n],
        inputs: [view, { slot: 3, offset: 0, strides: [0, 0, 1] }],
        outputs: [view],
        arguments: [],
      };
      const biases = filled("float32", n);
      const result = await computed({ ...instruction, epilogue }, [...arrays, biases]);
      const plain = expected(instruction, arrays[0], arrays[1], arrays[2]);
      close(
        result,
        plain.map((sum, index) => Math.max(sum + biases[index % n], 0)),
        1e-5,
      );
    }
  });
});

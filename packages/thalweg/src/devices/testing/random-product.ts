import * as fc from "fast-check";
import { KernelBuilder, kernelFrom } from "../../kernels/builder.ts";
import { type TypedArray, typedArray } from "../../kernels/dtype.ts";
import { chance, type Draw, integer, pick } from "../../kernels/testing/random-expressions.ts";
import type { Fold, FoldedMatrixView, KernelInstruction, MatmulInstruction, MatrixView } from "../device.ts";

/** A matrix product and the arrays of its slots. */
export interface ProductCase {
  readonly instruction: MatmulInstruction;
  readonly arrays: readonly TypedArray[];
}

interface Matrices {
  readonly view: MatrixView;
  readonly length: number;
}

/**
 * Random products of small whole numbers, so that every order of summation gives the same bits, in
 * float32 too. Strided, transposed, broadcast along the batch, accumulating, with an epilogue; the left side also with
 * rows and columns of several axes, which may overlap as windows do.
 */
export const randomProduct = (draw: Draw, largest: number): ProductCase => {
  const dtype = pick(draw, ["float32", "float64"] as const);
  const batch = Array.from({ length: integer(draw, 0, 2) }, () => integer(draw, 1, 3));
  const n = integer(draw, 1, largest);
  const folded = chance(draw, 40) ? foldedMatrices(draw, batch) : undefined;
  const [m, k] = folded ? [folded.rows, folded.columns] : [integer(draw, 1, largest), integer(draw, 1, largest)];
  const a = folded ?? matrices(draw, 0, batch, m, k, chance(draw, 30));
  const b = matrices(draw, 1, batch, k, n, chance(draw, 30));
  const c = matrices(draw, 2, batch, m, n, false);
  const arrays = [a, b, c, { length: n }, c].map(({ length }) => whole(draw, dtype, length));
  const product = { kind: "matmul", dtype, batch, m, n, k, a: a.view, b: b.view, c: c.view } as const;
  const accumulate = chance(draw, 40);
  const into = pick(draw, [2, 4]);
  const extents = [...batch, m, n];
  const epilogue = chance(draw, 60) ? { epilogue: biasAndRelu(dtype, extents, c.view, into) } : {};
  return { instruction: { ...product, accumulate, ...epilogue }, arrays };
};

const matrices = (
  draw: Draw,
  slot: number,
  batch: readonly number[],
  rows: number,
  columns: number,
  broadcast: boolean,
): Matrices => {
  const gap = pick(draw, [0, 0, 1, 3]);
  const offset = integer(draw, 0, 3);
  const [row, column] = chance(draw, 60) ? [columns + gap, 1] : [1, rows + gap];
  const size = Math.max(rows * row, columns * column);
  const strides = batch.map(() => 0);
  let next = size;
  for (let dim = batch.length - 1; dim >= 0 && !broadcast; dim--) {
    strides[dim] = next;
    next *= batch[dim];
  }
  return { view: { slot, offset, batch: strides, row, column }, length: offset + next + 1 };
};

const foldedMatrices = (
  draw: Draw,
  batch: readonly number[],
): { view: FoldedMatrixView; length: number; rows: number; columns: number } => {
  const folds = (): Fold[] =>
    Array.from({ length: integer(draw, 1, 3) }, () => ({
      extent: pick(draw, [1, 2, 3, 4, 8, 12]),
      stride: integer(draw, 0, 9),
    }));
  // The last axis of rows or of columns often lies in one piece, as channels do.
  const inOne = (list: Fold[]): Fold[] => [...list, { extent: pick(draw, [4, 8, 5]), stride: 1 }];
  const neighbours = pick(draw, ["rows", "columns", "none"] as const);
  const rows = neighbours === "rows" ? inOne(folds()) : folds();
  const columns = neighbours === "columns" ? inOne(folds()) : folds();
  const offset = integer(draw, 0, 3);
  const strides = batch.map(() => integer(draw, 0, 5));
  const reach = [...rows, ...columns].reduce((sum, { extent, stride }) => sum + (extent - 1) * stride, offset);
  const count = (list: readonly Fold[]): number => list.reduce((product, { extent }) => product * extent, 1);
  return {
    view: { slot: 0, offset, batch: strides, row: 0, column: 0, folds: { rows, columns } },
    length: reach + batch.reduce((sum, extent, dim) => sum + (extent - 1) * strides[dim], 1),
    rows: count(rows),
    columns: count(columns),
  };
};

const whole = (draw: Draw, dtype: "float32" | "float64", length: number): TypedArray => {
  const seeds = draw(fc.array, fc.integer({ min: -8, max: 8 }), { minLength: 7, maxLength: 13 });
  return typedArray(dtype, length).map((_, at) => seeds[(at * 5 + (at >> 4)) % seeds.length]);
};

/** max(0, 2·c + bias), written to slot `into`. */
const biasAndRelu = (
  dtype: "float32" | "float64",
  extents: readonly number[],
  { slot, offset, batch, row, column }: MatrixView,
  into: number,
): KernelInstruction => {
  const builder = new KernelBuilder();
  const c = builder.add({ op: "load", type: dtype, access: 0 });
  const bias = builder.add({ op: "load", type: dtype, access: 1 });
  const factor = builder.add({ op: "argument", type: dtype, argument: 0 });
  const sum = builder.binary("add", builder.binary("mul", c, factor), bias);
  const value = builder.binary("max", sum, builder.literal(dtype, 0));
  const strides = [...batch, row, column];
  return {
    kind: "kernel",
    kernel: kernelFrom(builder, {
      parallel: extents.length,
      reduced: 0,
      vector: "parallel",
      accesses: [
        { dtype, lane: column === 1 ? 1 : "any", rowOnly: false },
        { dtype, lane: 1, rowOnly: false },
      ],
      outputs: [dtype],
      phases: [{ reductions: [], stores: [{ output: 0, value, level: "element" }] }],
      arguments: 1,
    }),
    extents,
    inputs: [
      { slot, offset, strides },
      { slot: 3, offset: 0, strides: extents.map((_, dim) => (dim === extents.length - 1 ? 1 : 0)) },
    ],
    outputs: [{ slot: into, offset, strides }],
    arguments: [{ kind: "number", value: 2 }],
  };
};

import type { Fold, FoldedMatrixView, MatrixView } from "../devices/device.ts";
import { contiguousStrides } from "../graph/shape.ts";
import { isFloat } from "../kernels/dtype.ts";
import { foldedViewOf, joined } from "./folds.ts";
import type { Item } from "./items.ts";
import { Unfusable } from "./nest.ts";
import type { Slots } from "./slots.ts";
import type { Storing } from "./storing.ts";
import { viewOf } from "./views.ts";

const matrixView = (item: Item, slots: Slots, storing: Storing): MatrixView => {
  const { base, offset, strides } = viewOf(item, storing.isStored);
  if (!storing.isStored(base)) throw new Unfusable(base);
  const [row, column] = strides.slice(-2);
  return { slot: slots.slotOf(base), offset, batch: strides.slice(0, -2), row, column };
};

/** A product of matrices where they lie in memory; its finishing kernel is added by the caller. */
export const matmulInstruction = (item: Item, slots: Slots, storing: Storing) => {
  const [a, b] = item.inputs;
  const [m, n] = item.shape.slice(-2);
  if (!isFloat(item.dtype)) throw new Error("a product of integers");
  const left = foldedMatrixView(a, slots, storing);
  const right = matrixView(b, slots, storing);
  const strides = contiguousStrides(item.shape);
  const c = { slot: slots.slotOf(item), offset: 0, batch: strides.slice(0, -2), row: n, column: 1 };
  const full = { batch: item.shape.slice(0, -2), m, n, k: a.shape[a.shape.length - 1], a: left, b: right, c };
  const product = mergedBatch(full);
  return { kind: "matmul" as const, dtype: item.dtype, accumulate: false, ...product, a: unfolded(product.a, a) };
};

/** The left side of a product before it is known which axes are its rows. */
interface Folded {
  readonly slot: number;
  readonly offset: number;
  readonly axes: readonly (readonly Fold[])[];
}

const foldedMatrixView = (item: Item, slots: Slots, storing: Storing): Folded => {
  const { base, offset, axes } = foldedViewOf(item, storing.isStored);
  if (!storing.isStored(base)) throw new Unfusable(base);
  return { slot: slots.slotOf(base), offset, axes };
};

const unfolded = ({ slot, offset, axes }: Folded, item: Item): FoldedMatrixView => {
  const [rows, columns] = axes.slice(-2);
  const batch = axes.slice(0, -2);
  if (batch.some((folds) => folds.length > 1)) throw new Unfusable(item);
  const view = {
    slot,
    offset,
    batch: batch.map(([fold]) => fold?.stride ?? 0),
    row: rows[0]?.stride ?? 0,
    column: columns[0]?.stride ?? 0,
  };
  return rows.length > 1 || columns.length > 1 ? { ...view, folds: { rows, columns } } : view;
};

interface Product {
  batch: readonly number[];
  m: number;
  a: Folded;
  b: MatrixView;
  c: MatrixView;
}

/** One product of more rows instead of a batch, where all of a batch meet the same right side. */
const mergedBatch = <T extends Product>(product: T): T => {
  const { batch, m, a, b, c } = product;
  const last = batch.length - 1;
  if (last < 0 || b.batch[last] !== 0 || c.batch[last] !== c.row * m) return product;
  const [outer, rows, columns] = a.axes.slice(-3);
  const merged = joined([...outer, ...rows]);
  // Rows that are one axis in memory are not made several.
  if (merged.length > 1 && rows.length <= 1 && columns.length <= 1) return product;
  const shorter = (view: MatrixView): MatrixView => ({ ...view, batch: view.batch.slice(0, -1) });
  return mergedBatch({
    ...product,
    batch: batch.slice(0, -1),
    m: m * batch[last],
    a: { ...a, axes: [...a.axes.slice(0, last), merged, columns] },
    b: shorter(b),
    c: shorter(c),
  });
};

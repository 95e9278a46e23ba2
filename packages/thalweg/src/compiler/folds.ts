import type { Fold } from "../devices/device.ts";
import type { Shape } from "../graph/shape.ts";
import type { Item } from "./items.ts";
import { viewOf } from "./views.ts";

/** An array seen inside the memory of another, where one axis may be several in memory, outermost first. */
export interface FoldedView {
  readonly base: Item;
  readonly offset: number;
  readonly axes: readonly (readonly Fold[])[];
}

/** `viewOf`, also through reshapes that join axes no single stride can walk, such as the taps of windows. */
export const foldedViewOf = (item: Item, isStored: (item: Item) => boolean): FoldedView => {
  if (!isStored(item) && item.operation.kind === "reshape") {
    const source = foldedViewOf(item.inputs[0], isStored);
    const axes = regrouped(source.axes.flat(), item.shape);
    if (axes) return { ...source, axes };
  }
  if (!isStored(item) && item.operation.kind === "permute") {
    const source = foldedViewOf(item.inputs[0], isStored);
    return { ...source, axes: item.operation.order.map((axis) => source.axes[axis]) };
  }
  const { base, offset, strides } = viewOf(item, isStored);
  return { base, offset, axes: item.shape.map((extent, axis) => joined([{ extent, stride: strides[axis] }])) };
};

/** How the operands of a product or routine lie in memory; only the left side of a product may be folded. */
export const operandViews = (item: Item, isStored: (item: Item) => boolean): FoldedView[] =>
  item.inputs.map((operand, index) => {
    if (item.operation.kind === "matmul" && index === 0) return foldedViewOf(operand, isStored);
    const { base, offset, strides } = viewOf(operand, isStored);
    return { base, offset, axes: operand.shape.map((extent, axis) => [{ extent, stride: strides[axis] }]) };
  });

/** Neighbours that one stride walks as one; axes of extent 1 vanish. */
export const joined = (folds: readonly Fold[]): Fold[] => {
  const result: Fold[] = [];
  for (const fold of folds) {
    if (fold.extent === 1) continue;
    const last = result.at(-1);
    if (last && last.stride === fold.stride * fold.extent) {
      result[result.length - 1] = { extent: last.extent * fold.extent, stride: fold.stride };
    } else result.push(fold);
  }
  return result;
};

/** The same axes in memory shared out among the axes of another shape, when none is cut unevenly. */
const regrouped = (folds: readonly Fold[], to: Shape): Fold[][] | undefined => {
  const rest = folds.filter(({ extent }) => extent !== 1);
  const result: Fold[][] = [];
  for (const extent of to) {
    const own: Fold[] = [];
    let needed = extent;
    while (needed > 1) {
      const next = rest.shift();
      if (!next) return undefined;
      if (needed % next.extent === 0) {
        own.push(next);
        needed /= next.extent;
      } else {
        const inner = next.extent / needed;
        if (!Number.isInteger(inner)) return undefined;
        own.push({ extent: needed, stride: next.stride * inner });
        rest.unshift({ extent: inner, stride: next.stride });
        needed = 1;
      }
    }
    result.push(joined(own));
  }
  return result;
};

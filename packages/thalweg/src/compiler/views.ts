import { contiguousStrides, type Shape, sameShape, sizeOf } from "../graph/shape.ts";
import type { Item } from "./items.ts";

/** An array seen inside the memory of another: element = offset + Σ strides·index. */
export interface StridedView {
  readonly base: Item;
  readonly offset: number;
  readonly strides: readonly number[];
}

/**
 * Follows movements down to memory, as long as strides can express them; the base is what must be
 * stored. At worst the item itself.
 */
export const viewOf = (item: Item, isStored: (item: Item) => boolean): StridedView => {
  const itself = { base: item, offset: 0, strides: contiguousStrides(item.shape) };
  if (isStored(item)) return itself;
  const { operation } = item;
  const source = item.inputs[0];
  switch (operation.kind) {
    case "reshape": {
      const view = viewOf(source, isStored);
      const strides = reshapedStrides(source.shape, view.strides, item.shape);
      return strides ? { ...view, strides } : itself;
    }
    case "permute": {
      const view = viewOf(source, isStored);
      return { ...view, strides: operation.order.map((axis) => view.strides[axis]) };
    }
    case "expand": {
      const view = viewOf(source, isStored);
      return {
        ...view,
        strides: view.strides.map((stride, axis) => (source.shape[axis] === item.shape[axis] ? stride : 0)),
      };
    }
    case "slice": {
      const view = viewOf(source, isStored);
      return {
        base: view.base,
        offset: view.offset + operation.starts.reduce((sum, start, axis) => sum + start * view.strides[axis], 0),
        strides: view.strides.map((stride, axis) => stride * operation.steps[axis]),
      };
    }
    case "windows": {
      const { first, strides, dilations } = operation;
      const view = viewOf(source, isStored);
      const spatial = view.strides.slice(first, first + strides.length);
      return {
        ...view,
        strides: [
          ...view.strides.slice(0, first),
          ...spatial.map((stride, axis) => stride * strides[axis]),
          ...spatial.map((stride, axis) => stride * dilations[axis]),
          ...view.strides.slice(first + strides.length),
        ],
      };
    }
    default:
      return itself;
  }
};

/** Strides after a reshape, when no copy is needed: runs of axes must split and merge evenly. */
const reshapedStrides = (from: Shape, strides: readonly number[], to: Shape): number[] | undefined => {
  if (sizeOf(from) === 1) return to.map(() => 0);
  const axes = from.map((extent, axis) => ({ extent, stride: strides[axis] })).filter(({ extent }) => extent !== 1);
  const result: number[] = [];
  let left = 0;
  let right = 0;
  while (right < to.length) {
    const first = right;
    let product = to[right++];
    if (product === 1) {
      result.push(0);
      continue;
    }
    const start = left;
    let covered = axes[left++].extent;
    while (covered !== product) {
      if (covered < product) covered *= axes[left++].extent;
      else product *= to[right++];
    }
    for (let axis = start; axis + 1 < left; axis++) {
      if (axes[axis].stride !== axes[axis + 1].stride * axes[axis + 1].extent) return undefined;
    }
    let stride = axes[left - 1].stride;
    for (let axis = right - 1; axis >= first; axis--) {
      result[axis] = stride;
      stride *= to[axis];
    }
  }
  return result;
};

export const isContiguous = ({ strides }: StridedView, shape: Shape): boolean =>
  sameShape(
    strides.filter((_, axis) => shape[axis] !== 1),
    contiguousStrides(shape).filter((_, axis) => shape[axis] !== 1),
  );

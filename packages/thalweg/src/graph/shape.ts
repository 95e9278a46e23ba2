import { ThalwegError } from "../errors/thalweg-error.ts";

export type Shape = readonly number[];

export const sizeOf = (shape: Shape): number => shape.reduce((product, extent) => product * extent, 1);

/** Steps in elements between neighbours along each axis of a contiguous (row-major) array. */
export const contiguousStrides = (shape: Shape): number[] => {
  const strides: number[] = [];
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = step;
    step *= shape[axis];
  }
  return strides;
};

export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((extent, axis) => extent === b[axis]);

export const showShape = (shape: Shape): string => `[${shape.join(", ")}]`;

/** The common shape under NumPy's rule: aligned at the last axis, equal extents or 1. */
export const broadcastShapes = (operation: string, shapes: readonly Shape[]): Shape => {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    let common = 1;
    for (const shape of shapes) {
      const extent = shape[axis - rank + shape.length] ?? 1;
      if (extent === common || extent === 1) continue;
      if (common !== 1) {
        throw new ThalwegError(
          "shape",
          `${operation}: shapes ${shapes.map(showShape).join(" and ")} do not broadcast: ` +
            `extents ${common} and ${extent} meet at axis ${axis - rank}; ` +
            "aligned at the last axis they must be equal or 1, so reshape or transpose one of them",
        );
      }
      common = extent;
    }
    return common;
  });
};

/** Axes counted from the front, sorted and checked; undefined means all. */
export const normalizeAxes = (operation: string, shape: Shape, axes?: number | readonly number[]): number[] => {
  if (axes === undefined) return shape.map((_, axis) => axis);
  const list = typeof axes === "number" ? [axes] : axes;
  const normalized = list.map((axis) => normalizeAxis(operation, shape, axis));
  if (new Set(normalized).size !== normalized.length) {
    throw new ThalwegError("shape", `${operation}: axes [${list.join(", ")}] name an axis twice; name each once`);
  }
  return normalized.sort((a, b) => a - b);
};

export const normalizeAxis = (operation: string, shape: Shape, axis: number): number => {
  if (!Number.isInteger(axis) || axis < -shape.length || axis >= shape.length) {
    throw new ThalwegError(
      "shape",
      `${operation}: axis ${axis} is not an axis of shape ${showShape(shape)}; ` +
        `use an integer from ${-shape.length} to ${shape.length - 1}`,
    );
  }
  return axis < 0 ? axis + shape.length : axis;
};

export const checkShape = (operation: string, shape: Shape): Shape => {
  for (const extent of shape) {
    if (!Number.isInteger(extent) || extent < 1) {
      throw new ThalwegError("shape", `${operation}: extents must be positive integers, got ${showShape(shape)}`);
    }
  }
  return shape;
};

import { binary } from "./elementwise.ts";
import { reshape } from "./movement.ts";
import { type Node, node } from "./node.ts";
import { reduce } from "./reduction.ts";
import { sizeOf } from "./shape.ts";
import { elementAlong } from "./windows.ts";

/** Windows of more taps are reduced one axis after the other instead of in one expression. */
const mostTaps = 32;

/** Every tap of windows, in row-major order, in the shape of the result: [n, ...positions, ...taps, ...rest] → [n, ...positions, ...rest]. */
export const tapsOf = (windows: Node, axes: number): Node[] => {
  const shape = [...windows.shape.slice(0, 1 + axes), ...windows.shape.slice(1 + 2 * axes)];
  const pick = (x: Node, axis: number): Node[] =>
    axis === axes
      ? [reshape(x, shape)]
      : Array.from({ length: windows.shape[1 + axes + axis] }, (_, tap) =>
          pick(elementAlong(x, 1 + axes + axis, tap), axis + 1),
        ).flat();
  return pick(windows, 0);
};

/**
 * Sum or maximum over the taps of windows along `axes` spatial axes. The gradient of a maximum goes to the first tap
 * that has it.
 */
export const reduceWindows = (name: "sum" | "max", windows: Node, axes: number): Node => {
  const taps = windows.shape.slice(1 + axes, 1 + 2 * axes);
  const value =
    sizeOf(taps) <= mostTaps
      ? tapsOf(windows, axes).reduce((a, b) => binary(name === "sum" ? "add" : "max", a, b))
      : taps.reduceRight((x, _, axis) => reduce(name, x, [1 + axes + axis]), windows);
  const rule = { name: name === "sum" ? "windowSum" : "windowMax", axes } as const;
  return node({ kind: "composed", rule }, [windows, value], value.shape, value.dtype);
};

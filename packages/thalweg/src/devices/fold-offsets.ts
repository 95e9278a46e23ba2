import type { Fold } from "./device.ts";

/** The place of every row or column that several axes in memory make up, in steps of `unit`. */
export const foldOffsets = (folds: readonly Fold[], unit = 1): Int32Array => {
  let offsets = Int32Array.of(0);
  for (const { extent, stride } of folds) {
    const inner = new Int32Array(offsets.length * extent);
    offsets.forEach((offset, outer) => {
      for (let index = 0; index < extent; index += 1) inner[outer * extent + index] = offset + index * stride * unit;
    });
    offsets = inner;
  }
  return offsets;
};

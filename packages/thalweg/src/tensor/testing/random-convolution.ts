import fc from "fast-check";
import { sizeOf } from "../../graph/index.ts";
import type { Values } from "./direct-convolution.ts";

/** A convolution over images that small numbers describe. */
export interface RandomConvolution {
  readonly x: Values;
  readonly filters: Values;
  readonly strides: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly padding: readonly (readonly [number, number])[];
  readonly groups: number;
}

const pair = (least: number, most: number) =>
  fc.tuple(fc.integer({ min: least, max: most }), fc.integer({ min: least, max: most }));

/** Numbers that small sums keep exactly. */
const values = (shape: readonly number[], seed: number): Values => ({
  shape,
  data: Float64Array.from({ length: sizeOf(shape) }, (_, index) => ((index * 37 + seed * 11) % 17) - 8),
});

/** Images of any extents, windows that may be larger than them, steps that may be larger than the windows. */
export const randomConvolution = fc
  .record({
    batch: fc.integer({ min: 1, max: 3 }),
    extents: pair(1, 6),
    taps: pair(1, 4),
    strides: pair(1, 4),
    dilation: pair(1, 3),
    before: pair(0, 3),
    after: pair(0, 3),
    groups: fc.integer({ min: 1, max: 3 }),
    inner: fc.integer({ min: 1, max: 4 }),
    outer: fc.integer({ min: 1, max: 3 }),
    seed: fc.nat(1000),
  })
  .filter(({ extents, taps, dilation, before, after }) =>
    extents.every((extent, axis) => extent + before[axis] + after[axis] > (taps[axis] - 1) * dilation[axis]),
  )
  .map(
    ({ batch, extents, taps, strides, dilation, before, after, groups, inner, outer, seed }): RandomConvolution => ({
      x: values([batch, ...extents, inner * groups], seed),
      filters: values([...taps, inner, outer * groups], seed + 1),
      strides,
      dilation,
      padding: [
        [before[0], after[0]],
        [before[1], after[1]],
      ],
      groups,
    }),
  );

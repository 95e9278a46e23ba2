import { type DType, itemBytes } from "../dtype.ts";

/** What a scatter-add passes: one block of memory, i32 words at these byte offsets; addresses are bytes, the rest counts. */
export const scatterAddWords = { extent: 0, count: 4, inner: 8, indices: 12, source: 16, target: 20 } as const;

export const scatterAddBytes = 24;

/** Bytes of each row in a work item. */
export const scatterAddSpan = 128;

/** target: [outer, extent, inner], source: [outer, count, inner]. */
export interface ScatterAddSizes {
  readonly outer: number;
  readonly extent: number;
  readonly count: number;
  readonly inner: number;
}

/** How many work items there are: an outer position and a block of the inner axis each, so that none writes what another does. */
export const scatterAddItems = (dtype: DType, { outer, inner }: ScatterAddSizes): number =>
  outer * Math.ceil((inner * itemBytes[dtype]) / scatterAddSpan);

import type { TypedArray } from "../../kernels/dtype.ts";
import type { ScatterAddInstruction } from "../device.ts";
import type { Location } from "./slots.ts";

/** A scatter-add and where its arrays lie. */
export interface ScatterAddLaunch {
  readonly kind: "scatterAdd";
  readonly instruction: ScatterAddInstruction;
  readonly indices: Location;
  readonly source: Location;
  readonly target: Location;
}

export const scatterAddLaunch = (
  instruction: ScatterAddInstruction,
  locations: readonly Location[],
): ScatterAddLaunch => ({
  kind: "scatterAdd",
  instruction,
  indices: locations[instruction.indices],
  source: locations[instruction.source],
  target: locations[instruction.target],
});

/**
 * target[outer, indices[i], inner] += source[outer, i, inner]. `values` and `words` are the whole
 * memory; the arrays start at element positions in them.
 */
export const scatterAdd = (
  { outer, extent, count, inner }: ScatterAddInstruction,
  values: TypedArray,
  words: Int32Array,
  indices: number,
  source: number,
  target: number,
): void => {
  values.fill(0, target, target + outer * extent * inner);
  for (let block = 0; block < outer; block += 1) {
    for (let index = 0; index < count; index += 1) {
      const row = Math.min(Math.max(words[indices + index], 0), extent - 1);
      const from = source + (block * count + index) * inner;
      const to = target + (block * extent + row) * inner;
      for (let element = 0; element < inner; element += 1) values[to + element] += values[from + element];
    }
  }
};

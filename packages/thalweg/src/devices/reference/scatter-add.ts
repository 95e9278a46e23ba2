import type { TypedArray } from "../../kernels/dtype.ts";
import type { ScatterAddInstruction } from "../device.ts";

/** target[outer, indices[i], inner] += source[outer, i, inner], i in order, into zeros; indices are clamped. */
export const scatterAdd = (instruction: ScatterAddInstruction, arrays: readonly TypedArray[]): void => {
  const { outer, extent, count, inner } = instruction;
  const indices = arrays[instruction.indices];
  const source = arrays[instruction.source];
  const target = arrays[instruction.target];
  target.fill(0, 0, outer * extent * inner);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < count; i++) {
      const row = Math.max(0, Math.min(extent - 1, indices[i]));
      const to = (o * extent + row) * inner;
      const from = (o * count + i) * inner;
      for (let j = 0; j < inner; j++) target[to + j] += source[from + j];
    }
  }
};

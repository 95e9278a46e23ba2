import type { TypedArray } from "../../kernels/dtype.ts";
import type { MatmulInstruction, MatrixView } from "../device.ts";
import { foldOffsets } from "../fold-offsets.ts";

/** Executes a matrix product as it is defined: each entry summed over k in order. */
export const multiply = (instruction: MatmulInstruction, arrays: readonly TypedArray[]): void => {
  const { batch, m, n, k, a, b, c, accumulate } = instruction;
  const left = arrays[a.slot];
  const right = arrays[b.slot];
  const result = arrays[c.slot];
  const rows = foldOffsets(a.folds?.rows ?? [{ extent: m, stride: a.row }]);
  const terms = foldOffsets(a.folds?.columns ?? [{ extent: k, stride: a.column }]);
  forEachIndex(batch, (index) => {
    const aStart = start(a, index);
    const bStart = start(b, index);
    const cStart = start(c, index);
    for (let i = 0; i < m; i++) {
      const aRow = aStart + rows[i];
      for (let j = 0; j < n; j++) {
        const entry = cStart + i * c.row + j * c.column;
        let sum = accumulate ? result[entry] : 0;
        for (let l = 0; l < k; l++) sum += left[aRow + terms[l]] * right[bStart + l * b.row + j * b.column];
        result[entry] = sum;
      }
    }
  });
};

const start = (view: MatrixView, index: readonly number[]): number =>
  index.reduce((sum, position, dim) => sum + position * view.batch[dim], view.offset);

/** Calls `visit` with every index of a rectangle, the last dimension fastest. */
const forEachIndex = (extents: readonly number[], visit: (index: readonly number[]) => void): void => {
  const index = extents.map(() => 0);
  const loop = (dim: number): void => {
    if (dim === extents.length) visit(index);
    else for (index[dim] = 0; index[dim] < extents[dim]; index[dim]++) loop(dim + 1);
  };
  loop(0);
};

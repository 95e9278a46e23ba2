import { indexedCopies, matmulWords } from "../../kernels/wasm/matmul-layout.ts";
import type { FoldedMatrixView } from "../device.ts";
import { foldOffsets } from "../fold-offsets.ts";
import type { BlockWriter } from "./blocks.ts";

/** Tables with the place of every row and term of a folded left side, behind the launch block. */
export const writeTables = (
  blocks: BlockWriter,
  at: number,
  { rows, columns }: NonNullable<FoldedMatrixView["folds"]>,
  bytes: number,
): void => {
  const tables = [
    { word: matmulWords.aRows, offsets: foldOffsets(rows, bytes) },
    { word: matmulWords.aTerms, offsets: foldOffsets(columns, bytes) },
  ];
  for (const { word, offsets } of tables) {
    const table = blocks.reserve(4 * offsets.length);
    offsets.forEach((offset, index) => {
      blocks.word(table + 4 * index, offset);
    });
    blocks.word(at + word, table - at);
  }
  const [rowOffsets, termOffsets] = tables.map(({ offsets }) => offsets);
  const copy = inFours(termOffsets, bytes) ? "terms" : inFours(rowOffsets, bytes) ? "rows" : "single";
  blocks.word(at + matmulWords.aCopy, indexedCopies[copy]);
};

/** Whether fours from the start on are neighbours in memory. */
const inFours = (offsets: Int32Array, bytes: number): boolean =>
  offsets.length % 4 === 0 &&
  offsets.every((offset, index) => index % 4 === 0 || offset === offsets[index - 1] + bytes);

import { matmulWords } from "../../kernels/wasm/matmul-layout.ts";
import type { BlockWriter } from "./blocks.ts";

/** Terms of a sum that follow one another in equal steps: where they begin, in bytes, and how many there are. */
export interface Run {
  readonly offset: number;
  readonly terms: number;
}

/** Terms taken at a time. */
export interface TermBlock {
  readonly terms: number;
  readonly runs: readonly Run[];
}

/** `runs` cut into blocks of `blockTerms` terms, the last one shorter. A sum without terms has one block. */
export const termBlocks = (runs: readonly Run[], step: number, blockTerms: number): readonly TermBlock[] => {
  const blocks: { terms: number; runs: Run[] }[] = [{ terms: 0, runs: [] }];
  let block = blocks[0];
  for (const { offset, terms } of runs) {
    for (let at = 0; at < terms; ) {
      if (block.terms === blockTerms) {
        block = { terms: 0, runs: [] };
        blocks.push(block);
      }
      const part = Math.min(terms - at, blockTerms - block.terms);
      block.runs.push({ offset: offset + at * step, terms: part });
      block.terms += part;
      at += part;
    }
  }
  return blocks;
};

/** The runs that terms at `offsets` make up, all in steps as the first two. */
export const runsAt = (offsets: Int32Array): { readonly runs: readonly Run[]; readonly step: number } => {
  const step = offsets.length > 1 ? offsets[1] - offsets[0] : 0;
  const runs: { offset: number; terms: number }[] = [];
  let next: number | undefined;
  for (const offset of offsets) {
    if (offset === next) runs[runs.length - 1].terms += 1;
    else runs.push({ offset, terms: 1 });
    next = offset + step;
  }
  return { runs, step };
};

/** Writes where the terms of a product's left side lie, behind its launch block. */
export const writeTerms = (blocks: BlockWriter, at: number, terms: readonly TermBlock[]): void => {
  const runs = terms.flatMap((block) => block.runs);
  writePairs(
    blocks,
    at,
    "blocks",
    terms.map((block) => [block.terms, block.runs.length]),
  );
  writePairs(
    blocks,
    at,
    "runs",
    runs.map((run) => [run.offset, run.terms]),
  );
  blocks.word(at + matmulWords.blockCount, terms.length);
};

const writePairs = (
  blocks: BlockWriter,
  at: number,
  word: "blocks" | "runs",
  pairs: readonly (readonly [number, number])[],
): void => {
  const table = blocks.reserve(8 * pairs.length);
  pairs.forEach(([first, second], index) => {
    blocks.word(table + 8 * index, first);
    blocks.word(table + 8 * index + 4, second);
  });
  blocks.word(at + matmulWords[word], table - at);
};

/** Writes where the rows of a folded left side lie, behind the product's launch block. */
export const writeRows = (blocks: BlockWriter, at: number, offsets: Int32Array): void => {
  const table = blocks.reserve(4 * offsets.length);
  offsets.forEach((offset, index) => {
    blocks.word(table + 4 * index, offset);
  });
  blocks.word(at + matmulWords.aRows, table - at);
};

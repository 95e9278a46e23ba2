import type { FoldedMatrixView, MatmulInstruction, MatrixView } from "../device.ts";
import { foldOffsets } from "../fold-offsets.ts";
import { blasEntry, blasTable, blasWords, cblas } from "./layout.ts";
import { tileOf } from "./tile.ts";

/** Where launch blocks are written: positions are bytes from the first block's start. */
export interface LaunchWriter<Location> {
  /** Room of `bytes`, all zeros. */
  reserve(bytes: number): number;
  word(at: number, value: number): void;
  /** A word that holds the address `extra` bytes into `location`. */
  address(at: number, location: Location, extra: number): void;
}

/** A product by a BLAS: its launch block, its items, and the tile that each computes. */
export interface BlasLaunch {
  readonly at: number;
  readonly items: number;
  readonly rows: number;
  /** All of them, where the rows of an item are finished with it. */
  readonly columns: number;
}

const bytes = 4;
/** Rows and bytes of a gathered piece; it stays in the cache while it is multiplied. */
const mostPieceRows = 128;
const pieceBytes = 2 ** 18;
/** Working memory of a thread; what follows a piece may be overwritten. */
export const blasScratchBytes = pieceBytes + 128;

/** Entries of a row are neighbours; else those of a column are. */
const isAlongRows = ({ column }: MatrixView): boolean => column === 1;

/** Entries from one row to the next, or from one column to the next. */
const leadOf = (view: MatrixView): number => (isAlongRows(view) ? view.row : view.column);

/** Whether a BLAS takes a matrix as it lies: neighbours along one side, and nothing twice. */
export const isDense = (view: MatrixView, rows: number, columns: number): boolean =>
  isAlongRows(view) ? view.row >= columns : view.row === 1 && view.column >= rows;

/** How many offsets from the first on are of neighbours; each run behind it is as long, since axes repeat. */
const runOf = (offsets: Int32Array): number => {
  const end = offsets.findIndex((offset, index) => offset !== offsets[0] + index * bytes);
  return end < 0 ? offsets.length : end;
};

const writeFolds = <Location>(
  writer: LaunchWriter<Location>,
  at: number,
  { rows, columns }: NonNullable<FoldedMatrixView["folds"]>,
  tileRows: number,
): boolean => {
  const tables = [
    { word: blasWords.aRows, offsets: foldOffsets(rows, bytes) },
    { word: blasWords.aTerms, offsets: foldOffsets(columns, bytes) },
  ];
  for (const { word, offsets } of tables) {
    const table = writer.reserve(4 * offsets.length);
    offsets.forEach((offset, index) => {
      writer.word(table + 4 * index, offset);
    });
    writer.word(at + word, table - at);
  }
  const [rowRun, termRun] = tables.map(({ offsets }) => runOf(offsets));
  const byTerms = termRun >= Math.min(rowRun, 16);
  const pieceRows = Math.min(tileRows, mostPieceRows);
  const room = pieceBytes / bytes;
  // what lies along memory is rounded up to whole vectors
  const pieceTerms = 4 * Math.floor(room / (4 * Math.ceil(pieceRows / 4)) / 4);
  writer.word(at + blasWords.byTerms, byTerms ? 1 : 0);
  writer.word(at + blasWords.run, byTerms ? termRun : rowRun);
  writer.word(at + blasWords.pieceRows, pieceRows);
  writer.word(at + blasWords.pieceTerms, pieceTerms);
  return byTerms;
};

/** Byte offsets of a matrix at every batch index, in order. */
const batchOffsets = ({ batch: strides }: MatrixView, batch: readonly number[]): Int32Array =>
  foldOffsets(
    batch.map((extent, dim) => ({ extent, stride: strides[dim] })),
    bytes,
  );

/** Writes the launch block of a product that `usesBlas` says a BLAS computes; `locations` are those of the plan's slots. */
export const blasLaunch = <Location>(
  writer: LaunchWriter<Location>,
  { batch, m, n, k, a, b, c, accumulate }: MatmulInstruction,
  locations: readonly Location[],
): BlasLaunch => {
  const batches = batch.reduce((product, extent) => product * extent, 1);
  const at = writer.reserve(blasTable + batches * blasEntry.bytes);
  const { rows, columns } = tileOf(m, n, k, a.folds !== undefined);
  const across = Math.ceil(n / columns);
  const tiles = Math.ceil(m / rows) * across;
  const byRows = isAlongRows(c);
  const aAlongRows = a.folds ? writeFolds(writer, at, a.folds, rows) : isAlongRows(a);
  const orderOf = (alongRows: boolean): number => (alongRows === byRows ? cblas.asItIs : cblas.transposed);
  const words: readonly (readonly [keyof typeof blasWords, number])[] = [
    ["m", m],
    ["n", n],
    ["k", k],
    ["accumulate", accumulate ? 1 : 0],
    ["aRow", a.row * bytes],
    ["bRow", b.row * bytes],
    ["bColumn", b.column * bytes],
    ["cRow", c.row * bytes],
    ["cColumn", c.column * bytes],
    ["rows", rows],
    ["columns", columns],
    ["tiles", tiles],
    ["across", across],
    ["order", byRows ? cblas.rowMajor : cblas.columnMajor],
    ["aOrder", orderOf(aAlongRows)],
    ["bOrder", orderOf(isAlongRows(b))],
    ["aLead", leadOf(a)],
    ["bLead", leadOf(b)],
    ["cLead", leadOf(c)],
  ];
  for (const [name, value] of words) writer.word(at + blasWords[name], value);
  for (const [name, view] of [
    ["a", a],
    ["b", b],
    ["c", c],
  ] as const) {
    writer.address(at + blasWords[name], locations[view.slot], view.offset * bytes);
    batchOffsets(view, batch).forEach((offset, index) => {
      writer.word(at + blasTable + index * blasEntry.bytes + blasEntry[name], offset);
    });
  }
  return { at, items: batches * tiles, rows, columns };
};

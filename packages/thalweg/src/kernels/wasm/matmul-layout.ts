/**
 * What the matrix product's functions are passed. An item of `pack` is a panel of columns of one b;
 * an item of `run` is a block of rows of one c: fixed boundaries, so that any split of the items over
 * threads computes the same.
 */

export type ProductType = "float32" | "float64";

export const productBytes = { float32: 4, float64: 8 } as const;

/** Numbers in a vector. */
export const vectorLanes = { float32: 4, float64: 2 } as const;

/** Rows of a micro tile that is 1, 2, 3 or 4 vectors wide: what engines keep in registers without spilling. */
export const tileRows = [6, 4, 3, 2] as const;
export const mostTileRows = 6;

/** Columns of the widest tile, and so of a packed panel of b; the last panel is as wide as its columns need. */
export const panelColumns = (dtype: ProductType): number => tileRows.length * vectorLanes[dtype];

/** The most rows an item may have; those of a, where they are packed; and terms of the sum taken at a time. */
export const mostRows = 512;
export const mostPackedRows = 64;
export const mostTerms = 512;

/**
 * The launch block: i32 words, strides in bytes. A table of four words a batch index follows: byte
 * offsets of a, b and c, and of the packed b.
 */
export const matmulWords = {
  m: 0,
  n: 4,
  k: 8,
  accumulate: 12,
  a: 16,
  aRow: 20,
  /** From one term of a run to the next. */
  aStep: 24,
  b: 28,
  bRow: 32,
  bColumn: 36,
  c: 40,
  cRow: 44,
  cColumn: 48,
  packed: 52,
  /** 0, or where behind the launch block the byte offsets of a's rows are, which then have no stride. */
  aRows: 56,
  /** Where behind the launch block the blocks of terms are, and how many: two words each, terms and runs. */
  blocks: 60,
  blockCount: 64,
  /** Where the runs of all blocks are: terms of a in steps of `aStep`; two words each, byte offset and terms. */
  runs: 68,
  /** Whether a's blocks are packed. */
  packsA: 72,
  /** Columns of b that are read where they lie; those after them are packed. */
  inPlace: 76,
  /** Rows of an item. */
  blockRows: 80,
} as const;

export const matmulTable = 96;

export const tableEntry = { bytes: 16, a: 0, b: 4, c: 8, packed: 12 } as const;

/** Where parts of a thread's working memory start: addresses of rows, a run, a strip of c, packed rows of a. */
export const scratchLayout = (dtype: ProductType): { run: number; strip: number; rows: number; bytes: number } => {
  const bytes = productBytes[dtype];
  // the last tile may have more rows than there are
  const rows = mostRows + 2 * mostTileRows;
  const run = 4 * rows;
  const strip = run + 16;
  const packed = strip + rows * panelColumns(dtype) * bytes;
  return { run, strip, rows: packed, bytes: packed + mostPackedRows * mostTerms * bytes };
};

/** Bytes of working memory that each thread passes to `run`. */
export const matmulScratchBytes = (dtype: ProductType): number => scratchLayout(dtype).bytes;

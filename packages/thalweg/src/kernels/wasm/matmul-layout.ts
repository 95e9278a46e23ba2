/**
 * Blocks of the matrix product, and what its functions are passed. An item of `pack` is a panel of
 * columns of one b; an item of `run` is a block of rows of one c: fixed boundaries, so that any split
 * of the items over threads computes the same.
 */

/** Rows of a micro tile; a tile's columns fill two vectors. */
export const tileRows = 4;
export const tileVectors = 2;
/** Rows of an item, and terms of the sum taken at a time: a packed block of a stays in the cache. */
export const blockRows = 64;
export const blockTerms = 512;

export type ProductType = "float32" | "float64";

export const tileColumns = (dtype: ProductType): number => tileVectors * (dtype === "float32" ? 4 : 2);

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
  aColumn: 24,
  b: 28,
  bRow: 32,
  bColumn: 36,
  c: 40,
  cRow: 44,
  cColumn: 48,
  packed: 52,
  /** 0, or where behind the launch block tables hold the byte offsets of a's rows and terms, and how to copy them. */
  aRows: 56,
  aTerms: 60,
  aCopy: 64,
} as const;

export const matmulTable = 80;

/** How rows and terms of a lie that come from tables: fours of terms, or of rows, that are neighbours in memory. */
export const indexedCopies = { single: 0, terms: 1, rows: 2 } as const;
export const tableEntry = { bytes: 16, a: 0, b: 4, c: 8, packed: 12 } as const;

export const panelCount = (dtype: ProductType, n: number): number => Math.ceil(n / tileColumns(dtype));
export const rowBlocks = (m: number): number => Math.ceil(m / blockRows);

const itemSize = { float32: 4, float64: 8 } as const;

/** Bytes of one packed b. */
export const packedBytes = (dtype: ProductType, n: number, k: number): number =>
  panelCount(dtype, n) * tileColumns(dtype) * k * itemSize[dtype];

/** Bytes of working memory that each thread passes to `run`: a packed block of a, and one tile. */
export const matmulScratchBytes = (dtype: ProductType): number => {
  const tile = tileRows * tileColumns(dtype);
  return (blockRows * blockTerms + tile) * itemSize[dtype];
};

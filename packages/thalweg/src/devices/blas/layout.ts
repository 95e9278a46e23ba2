/** What a product by a BLAS is passed: i32 words, strides in bytes. Offsets of a, b and c at every batch index follow. */
export const blasWords = {
  m: 0,
  n: 4,
  k: 8,
  accumulate: 12,
  a: 16,
  aRow: 20,
  b: 24,
  bRow: 28,
  bColumn: 32,
  c: 36,
  cRow: 40,
  cColumn: 44,
  /** Rows and columns of a tile of c, and how many tiles c has, and a row of tiles. */
  rows: 48,
  columns: 52,
  tiles: 56,
  across: 60,
  /** What the BLAS is told of the matrices. */
  order: 64,
  aOrder: 68,
  bOrder: 72,
  aLead: 76,
  bLead: 80,
  cLead: 84,
  /** 0, or where behind the launch block the byte offsets of a's rows and terms are, which then have no strides. */
  aRows: 88,
  aTerms: 92,
  /** Whether pieces of a are gathered row by row, or term by term; what is gathered together lies in runs of `run`. */
  byTerms: 96,
  run: 100,
  pieceRows: 104,
  pieceTerms: 108,
} as const;

export const blasTable = 112;
export const blasEntry = { bytes: 12, a: 0, b: 4, c: 8 } as const;

/** Values of CBLAS_ORDER and CBLAS_TRANSPOSE. */
export const cblas = { rowMajor: 101, columnMajor: 102, asItIs: 111, transposed: 112 } as const;

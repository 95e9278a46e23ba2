import {
  mostPackedRows,
  mostRows,
  mostTerms,
  type ProductType,
  panelColumns,
  productBytes,
  vectorLanes,
} from "./matmul-layout.ts";

/** What decides how a product is cut; strides in elements. */
export interface ProductShape {
  readonly dtype: ProductType;
  /** How many products of this shape there are. */
  readonly batches: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  /** Whether tables say where a's rows and terms lie. */
  readonly folded: boolean;
  readonly aColumn: number;
  readonly bColumn: number;
}

/** How a product is cut. None of it changes a sum. */
export interface Blocking {
  /** Rows of an item. */
  readonly blockRows: number;
  /** Items of one product. */
  readonly rowBlocks: number;
  /** Terms of the sums taken at a time. */
  readonly blockTerms: number;
  readonly packsA: boolean;
  /** Columns of b read where they lie, and panels of those that are packed. */
  readonly inPlace: number;
  readonly panels: number;
  /** Bytes of one packed b. */
  readonly packedBytes: number;
}

const roundUp = (value: number, step: number): number => Math.ceil(value / step) * step;
const between = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

/** Products worth a thread's while: about a microsecond. */
const itemWork = 2 ** 15;

/** Numbers of b that the second cache does not keep. */
const large = 2 ** 18;

/** Rows of an item: few enough for every thread to have some, enough to be worth their start and the reading of b. */
const blockRowsOf = (shape: ProductShape, packsA: boolean): number => {
  const { dtype, batches, m, n, k } = shape;
  const row = Math.max(n * k, 1);
  const items = between(Math.floor((m * batches * row) / itemWork), 1, row < large ? 16 : 8);
  const share = Math.ceil((m * batches) / items);
  const most = packsA ? mostPackedRows : row < large ? between(Math.floor(large / row), 64, mostRows) : 128;
  const blocks = Math.max(Math.ceil(m / between(share, 16, most)), 1);
  // whole vectors of packed rows; whole tiles, of which those of few columns have three, four or six rows
  const step = packsA ? 8 : n < panelColumns(dtype) ? 12 : 2;
  return Math.min(roundUp(Math.max(Math.ceil(m / blocks), 1), step), mostRows);
};

/** Bytes of b that stay in the first cache. */
const cached = 2 ** 15;

/** a is packed where its terms are no neighbours, unless it is small or read only a few times. */
const packsRows = ({ dtype, m, n, k, folded, aColumn }: ProductShape): boolean =>
  !folded && aColumn !== 1 && k > 2 && n > panelColumns(dtype) && (aColumn > m || m * k * productBytes[dtype] > cached);

/** b is read where it lies if its columns are neighbours, and few, or read by few rows. */
const readsInPlace = ({ dtype, m, n, k, bColumn }: ProductShape): boolean =>
  bColumn === 1 && (m <= 32 || n * productBytes[dtype] <= 512 || k * n * productBytes[dtype] <= cached);

export const blockingOf = (shape: ProductShape): Blocking => {
  const { dtype, m, n, k } = shape;
  const rowBytes = n * productBytes[dtype];
  const lanes = vectorLanes[dtype];
  const packsA = packsRows(shape);
  const blockRows = blockRowsOf(shape, packsA);
  // a vector that is not whole would be read beyond the end
  const whole = n % lanes === 0 ? n : n - (n % panelColumns(dtype));
  const inPlace = readsInPlace(shape) ? whole : 0;
  const fitting = rowBytes <= 256 ? Math.max(cached / Math.max(rowBytes, 1), 128) : mostTerms / 2;
  return {
    blockRows,
    rowBlocks: Math.ceil(m / blockRows),
    blockTerms: inPlace > 0 && rowBytes <= 512 ? Math.min(Math.floor(fitting), mostTerms) : mostTerms,
    packsA,
    inPlace,
    panels: Math.ceil((n - inPlace) / panelColumns(dtype)),
    packedBytes: roundUp(n - inPlace, lanes) * k * productBytes[dtype],
  };
};

/** The part of a product's result that one item computes. */
export interface Tile {
  readonly rows: number;
  readonly columns: number;
}

const longest = 256;
const shortest = 32;
/** The shortest tile of a gathered left side; sums are long there. */
const shortestGathered = 8;
/** Tiles that eight threads share. */
const fewest = 8;
/** Products of two numbers that are worth an item: some microseconds. */
const leastTerms = 2 ** 18;

const half = (extent: number): number => 8 * Math.ceil(extent / 16);

/**
 * The tile of a product's result, by shape alone: its longer side is halved while it is long, and
 * until there is work for eight threads. A call packs its part of both sides, so that squares lose least; what is
 * gathered is split along its rows alone, since it would be gathered again for other columns.
 */
export const tileOf = (m: number, n: number, k: number, folded: boolean): Tile => {
  let rows = m;
  let columns = n;
  for (;;) {
    const down = folded || rows >= columns;
    const side = down ? rows : columns;
    const tiles = Math.ceil(m / rows) * Math.ceil(n / columns);
    const wanted = side > longest || (tiles < fewest && side > (folded ? shortestGathered : shortest));
    if (!wanted || (rows * columns * k) / 2 < leastTerms) return { rows, columns };
    if (down) rows = half(rows);
    else columns = half(columns);
  }
};

/** Heights of a grid as levels: equal steps, or equal ratios above the lowest value. */
import { contours } from "d3-contour";
import type { Grid } from "./figure.ts";
import { heightCount } from "./style.ts";

/** The share of the ground that lies below the first level of ratios: fewer points would be islets of chance. */
const usualDeepest = 0.02;

/** Decades that ratios show at most below the highest value. */
const decades = 12;

/** Heights from 0 to 1; NaN where the grid has none. */
export interface Heights {
  readonly shares: Float64Array;
  /** The value at a height. */
  readonly valueAt: (share: number) => number;
  readonly shareOf: (value: number) => number;
}

/** Undefined where no value is finite. */
export const heightsOf = ({ values }: Grid, isLogarithmic: boolean, deepest = usualDeepest): Heights | undefined => {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return undefined;
  if (!isLogarithmic || high === low) {
    const size = high / 2 - low / 2;
    const shareOf = (value: number): number => (size === 0 ? 0 : (value / 2 - low / 2) / size);
    return { shares: values.map(shareOf), shareOf, valueAt: (share) => low + share * 2 * size };
  }
  const top = Math.log10(high - low);
  const logarithms = values
    .map((value) => Math.log10(value - low))
    .filter(Number.isFinite)
    .sort();
  const bottom = Math.max(logarithms[Math.floor(deepest * logarithms.length)], top - decades);
  const size = top - bottom || 1;
  const shareOf = (value: number): number =>
    value > low ? Math.max(0, (Math.log10(value - low) - bottom) / size) : value <= low ? 0 : Number.NaN;
  return {
    shares: values.map((value) => (Number.isFinite(value) ? shareOf(value) : Number.NaN)),
    shareOf,
    valueAt: (share) => (share <= 0 ? low : low + 10 ** (bottom + share * size)),
  };
};

type Ring = readonly (readonly [column: number, row: number])[];

/** What is at least as high as a level: rings in columns and rows of the grid. */
export interface Level {
  readonly share: number;
  readonly rings: readonly Ring[];
}

const pair = (position: readonly number[]): readonly [number, number] => [position[0] - 0.5, position[1] - 0.5];

export const levelsOf = ({ x, y }: Grid, { shares }: Heights): readonly Level[] => {
  if (x.length < 2 || y.length < 2) return [];
  const thresholds = Array.from({ length: heightCount - 1 }, (_, index) => (index + 1) / heightCount);
  // What has no height stands above all: its cells are covered afterwards.
  const filled = Array.from(shares, (share) => (Number.isNaN(share) ? 2 : share));
  return contours()
    .size([x.length, y.length])
    .thresholds(thresholds)(filled)
    .map(({ coordinates, value }) => ({
      share: value,
      rings: coordinates.flatMap((polygon) => polygon.map((ring): Ring => ring.map(pair))),
    }));
};

/** Cells without a height, by column and row. */
export const gapsOf = ({ x }: Grid, { shares }: Heights): readonly (readonly [column: number, row: number])[] => {
  const gaps: [number, number][] = [];
  for (const [index, share] of shares.entries()) {
    if (Number.isNaN(share)) gaps.push([index % x.length, Math.floor(index / x.length)]);
  }
  return gaps;
};

/** The position of a value among ascending or descending ones, between two of them; outside: NaN. */
export const positionIn = (places: readonly number[], value: number): number => {
  const isRising = places[places.length - 1] >= places[0];
  for (let index = 0; index + 1 < places.length; index++) {
    const [a, b] = [places[index], places[index + 1]];
    if (isRising ? value >= a && value <= b : value <= a && value >= b) {
      return b === a ? index : index + (value - a) / (b - a);
    }
  }
  return Number.NaN;
};

/** The value at a position between the places. */
export const valueIn = (places: readonly number[], position: number): number => {
  const index = Math.min(places.length - 2, Math.max(0, Math.floor(position)));
  const share = Math.min(1, Math.max(0, position - index));
  return places[index] + share * (places[index + 1] - places[index]);
};

/** A height at any place of the grid, from the four around it. */
export const shareAt = (grid: Grid, { shares }: Pick<Heights, "shares">, x: number, y: number): number => {
  const [column, row] = [positionIn(grid.x, x), positionIn(grid.y, y)];
  if (Number.isNaN(column) || Number.isNaN(row)) return Number.NaN;
  const [left, top] = [Math.min(grid.x.length - 2, Math.floor(column)), Math.min(grid.y.length - 2, Math.floor(row))];
  const at = (dx: number, dy: number): number => shares[(top + dy) * grid.x.length + left + dx];
  const [u, v] = [column - left, row - top];
  return (1 - v) * ((1 - u) * at(0, 0) + u * at(1, 0)) + v * ((1 - u) * at(0, 1) + u * at(1, 1));
};

interface Terrain {
  readonly heights: Heights | undefined;
  readonly levels: readonly Level[];
}

/** In space, a narrow valley would be torn by its mesh: more of the ground is level. */
const deepestInSpace = 0.1;

const known = new WeakMap<Grid, Map<string, Terrain>>();

/** What is computed of a grid once for each way to show it: a page draws it again and again. */
const once = (grid: Grid, way: string, make: () => Terrain): Terrain => {
  const ways = known.get(grid) ?? new Map<string, Terrain>();
  const terrain = ways.get(way) ?? make();
  known.set(grid, ways.set(way, terrain));
  return terrain;
};

/** Heights and levels of a grid. */
export const terrainOf = (grid: Grid, isLogarithmic: boolean): Terrain =>
  once(grid, `levels ${isLogarithmic}`, () => {
    const heights = heightsOf(grid, isLogarithmic);
    return { heights, levels: heights === undefined ? [] : levelsOf(grid, heights) };
  });

/** Heights of a grid in space. */
export const heightsInSpace = (grid: Grid, isLogarithmic: boolean): Heights | undefined =>
  once(grid, `space ${isLogarithmic}`, () => ({ heights: heightsOf(grid, isLogarithmic, deepestInSpace), levels: [] }))
    .heights;

/** From where to where the values of a figure go. */
import type { Range } from "./view.ts";

/** What an axis has to show, and what it cannot. */
export interface Extent {
  readonly range: Range;
  /** How many values are 0 or less, which ratios cannot show. */
  readonly unplaced: number;
  /** The highest value, where few are so far above the others that they are left to leave the picture. */
  readonly beyond?: number;
}

const ordinary = 0.95;

/** Of fewer values none is left out. */
const enough = 40;

/** The end of a range that a few values leave far behind: those of a run that diverges. */
const usualTop = (values: Float64Array, isLogarithmic: boolean): number => {
  if (values.length < enough) return Number.POSITIVE_INFINITY;
  const sizes = values.map(Math.abs).sort();
  const usual = sizes[Math.floor(ordinary * (sizes.length - 1))];
  const factor = isLogarithmic ? 1e12 : 1e4;
  if (!(usual > 0) || sizes[sizes.length - 1] <= factor * usual) return Number.POSITIVE_INFINITY;
  return usual * (isLogarithmic ? 1e3 : 1.5);
};

/** Undefined where no value has a place. Values that are not finite are gaps. */
export const extentOf = (all: Iterable<number>, isLogarithmic: boolean): Extent | undefined => {
  const finite = Float64Array.from(all).filter(Number.isFinite);
  const values = isLogarithmic ? finite.filter((value) => value > 0) : finite;
  if (values.length === 0) return undefined;
  const top = usualTop(values, isLogarithmic);
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    low = Math.min(low, value < -top ? -top : value);
    high = Math.max(high, Math.min(value, top));
    highest = Math.max(highest, value);
  }
  const extent = { range: [low, high], unplaced: finite.length - values.length } as const;
  return highest > top ? { ...extent, beyond: highest } : extent;
};

/** The range with 0 in it, unless all its values are far from 0. */
export const fromZero = ([low, high]: Range): Range => [low > 0.5 * high && high > low ? low : Math.min(0, low), high];

/** What is not in the picture, in words. */
export const extentNotes = (name: string, { unplaced, beyond }: Extent, show: (value: number) => string): string[] => {
  const are = unplaced === 1 ? "value is" : "values are";
  return [
    ...(unplaced === 0 ? [] : [`${unplaced} ${are} 0 or less and not on the logarithmic scale of ${name}`]),
    ...(beyond === undefined ? [] : [`${name} goes on, above the picture, up to ${show(beyond)}`]),
  ];
};

/** Axes of figures, for any values: narrow ones, parts of a whole, and hundreds of decades. */
import { type Axis, multiples, roundUp } from "./axis.ts";
import { showValue } from "./lettering.ts";
import type { Range } from "./view.ts";

/** Numbers whose sums and differences are still numbers. */
const greatest = 1e308;

const within = (value: number): number => Math.min(greatest, Math.max(-greatest, value));

/** From the lowest to the highest, made wider where there is nothing between them. */
const widened = (low: number, high: number): Range => {
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low > 1e-9 * size) return [low, high];
  return size === 0 ? [0, 1] : [low - 0.1 * size, high + 0.1 * size];
};

/** `isWhole`: ends where its values end, not at round marks. */
export const linearAxis = (lowest: number, highest: number, pieces = 5, isWhole = false): Axis => {
  const [low, high] = widened(within(lowest), within(highest));
  const size = roundUp(high / pieces - low / pieces);
  const inside = isWhole ? [Math.ceil(low / size - 1e-9), Math.floor(high / size + 1e-9)] : [];
  const [first, last] = isWhole ? inside : [Math.floor(low / size + 1e-9), Math.ceil(high / size - 1e-9)];
  const marks = last < first ? [] : multiples(first, last, size);
  const digits = Math.max(3, Math.ceil(Math.log10(Math.max(Math.abs(low), Math.abs(high)) / size)) + 2);
  const show = (mark: number): string => showValue(mark, Math.min(15, digits));
  return isWhole ? { from: low, to: high, marks, show } : { from: marks[0], to: marks[marks.length - 1], marks, show };
};

/** Powers of ten and their multiples from one value to the other. */
const multiplesOfTens = (low: number, high: number, digits: readonly number[]): readonly number[] => {
  const marks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
    for (const digit of digits) {
      const mark = Number(`${digit}e${power}`);
      if (mark >= low * (1 - 1e-9) && mark <= high * (1 + 1e-9)) marks.push(mark);
    }
  }
  return marks;
};

/** Decades between the marks: as few as leave no more than `most` of them. */
const stride = (decades: number, most: number): number =>
  [1, 2, 3, 5, 10, 20, 50].find((size) => decades / size <= most) ?? 100;

/** Ratios are distances: marks at powers of ten, or at 1, 2, 5 within few of them. */
export const ratioAxis = (lowest: number, highest: number, pieces = 6, isWhole = false): Axis => {
  const least = Math.max(lowest, Number.MIN_VALUE);
  const most = Math.max(highest, least);
  const room = isWhole ? 1 : (most / least) ** 0.02;
  const isNarrow = most / least < 1.05;
  const from = isNarrow && !isWhole ? least / 1.3 : Math.max(least / room, Number.MIN_VALUE);
  const to = Math.min(isNarrow && !isWhole ? most * 1.3 : most * room, Number.MAX_VALUE);
  const decades = Math.log10(to) - Math.log10(from);
  const show = (mark: number): string => showValue(mark, 6);
  const axis = { from, to, isLogarithmic: true } as const;
  if (decades < 1) {
    const { marks, show } = linearAxis(from, to, pieces, true);
    return { ...axis, marks, show };
  }
  const size = stride(decades, Math.max(2, pieces));
  const tens = multiplesOfTens(from, to, [1]);
  const marks =
    decades < 2.5
      ? multiplesOfTens(from, to, [1, 2, 5])
      : tens.filter((mark) => Math.round(Math.log10(mark)) % size === 0);
  const minor = decades < 10 ? multiplesOfTens(from, to, [2, 3, 4, 5, 6, 7, 8, 9]) : decades < 80 ? tens : [];
  return { ...axis, marks, minor, show };
};

/** The value at a share of an axis, from 0 to 1. */
export const valueOn = ({ from, to, isLogarithmic = false }: Axis, share: number): number =>
  isLogarithmic ? 10 ** (Math.log10(from) + share * (Math.log10(to) - Math.log10(from))) : from + share * (to - from);

/** Where a value lies on an axis, beyond its ends as well; NaN where it has no place. */
export const placeOn = ({ from, to, isLogarithmic = false }: Axis, value: number): number => {
  if (!isLogarithmic) return (value / 2 - from / 2) / (to / 2 - from / 2);
  return value > 0 ? (Math.log10(value) - Math.log10(from)) / (Math.log10(to) - Math.log10(from)) : Number.NaN;
};

/** The axis of a scale over a range. */
export const axisOver = (isLogarithmic: boolean, [low, high]: Range, pieces: number, isWhole: boolean): Axis =>
  (isLogarithmic ? ratioAxis : linearAxis)(low, high, pieces, isWhole);

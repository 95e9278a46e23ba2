/** From where to where an axis goes, and where it has marks. */
export interface Axis {
  readonly from: number;
  readonly to: number;
  readonly marks: readonly number[];
  readonly show: (mark: number) => string;
  /** Places of small marks without numbers. */
  readonly minor?: readonly number[];
  /** Whether equal distances are equal ratios. */
  readonly isLogarithmic?: boolean;
}

/** Where a value lies on an axis, from 0 to 1; what lies beyond an end is put there. */
export const shareOn = ({ from, to, isLogarithmic = false }: Axis, value: number): number => {
  const scale = isLogarithmic ? Math.log10 : (x: number) => x;
  const share = (scale(value) - scale(from)) / (scale(to) - scale(from));
  return Number.isNaN(share) ? 0 : Math.min(1, Math.max(0, share));
};

/** A round number not below `size`: 1, 2, 2.5 or 5 times a power of ten. */
export const roundUp = (size: number): number => {
  const power = 10 ** Math.floor(Math.log10(size));
  return ([1, 2, 2.5, 5].find((digit) => digit * power >= size * (1 - 1e-9)) ?? 10) * power;
};

/** Multiples of `size` from one end to the other, without the digits that rounding adds. */
export const multiples = (first: number, last: number, size: number): readonly number[] =>
  Array.from({ length: Math.round(last - first) + 1 }, (_, index) => Number(((first + index) * size).toPrecision(12)));

/** Round marks with `from` and `to` between the first and the last. */
const around = (from: number, to: number, pieces: number): readonly number[] => {
  const size = roundUp((to - from) / pieces);
  return multiples(Math.floor(from / size + 1e-9), Math.ceil(to / size - 1e-9), size);
};

/** A learning rate or another mark: at most three digits, 2.5e-4 when small. */
export const showMark = (value: number): string => {
  const short = Number(value.toPrecision(3));
  return short !== 0 && Math.abs(short) < 1e-3 ? short.toExponential() : String(short);
};

/** An axis for values, which begins at 0 unless they are all far from it. */
export const valueAxis = (lowest: number, highest: number): Axis => {
  const low = lowest > 0.5 * highest && highest > lowest ? lowest : Math.min(0, lowest);
  const marks = around(low, highest > low ? highest : low + 1, 5);
  return { from: marks[0], to: marks[marks.length - 1], marks, show: showMark };
};

/** Decades that a logarithmic axis shows below its highest value. */
const decades = 6;

/** An axis of ratios; values too small for it, and 0, are at its lower end. */
export const logarithmicAxis = (values: Float64Array): Axis => {
  const highest = values.reduce((a, b) => Math.max(a, b), 0);
  if (highest <= 0) return { ...valueAxis(0, 1) };
  const least = highest * 10 ** -decades;
  const lowest = values.reduce((a, b) => (b >= least ? Math.min(a, b) : a), highest);
  const top = Math.ceil(Math.log10(highest) - 1e-9);
  const bottom = Math.min(Math.floor(Math.log10(lowest) + 1e-9), top - 1);
  const marks = Array.from({ length: top - bottom + 1 }, (_, index) => Number(`1e${bottom + index}`));
  return { from: marks[0], to: marks[marks.length - 1], marks, show: showMark, isLogarithmic: true };
};

/** 60,000 */
const showStep = (step: number): string => step.toLocaleString("en-US");

/** 25M, where there is no place for all the zeros. */
const showManySteps = (step: number): string =>
  step.toLocaleString("en-US", { notation: "compact", maximumFractionDigits: 1 });

/** An axis of whole steps from 0 to the last, with round marks. */
export const stepAxis = (steps: number, pieces = 10): Axis => {
  const size = Math.max(1, roundUp(steps / pieces));
  return {
    from: 0,
    to: steps,
    marks: multiples(0, Math.floor(steps / size), size),
    show: steps < 1e7 ? showStep : showManySteps,
  };
};

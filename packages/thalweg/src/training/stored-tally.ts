import { EpochTally } from "./epoch-tally.ts";
import type { Recipe } from "./program.ts";
import { Totals } from "./totals.ts";

/** A number as JSON can hold it, which knows neither NaN nor infinities. */
type Stored = number | string;

/** A tally as files hold it. */
export interface StoredTally {
  readonly batch: number;
  readonly length?: number;
  readonly size: number;
  readonly skipped: number;
  readonly seconds: number;
  readonly learningRate: Stored;
  /** Examples, loss, share, and sums of metrics. */
  readonly sums: readonly Stored[];
}

const stored = (value: number): Stored => (Number.isFinite(value) ? value : String(value));

export const storedTally = (tally: EpochTally): StoredTally => {
  const { batch, length, size, skipped, learningRate, totals } = tally;
  const { examples, loss, share, metrics } = totals.sums();
  return {
    batch,
    ...(length === undefined ? {} : { length }),
    size,
    skipped,
    seconds: tally.values().seconds,
    learningRate: stored(learningRate),
    sums: [examples, loss, share, ...metrics].map(stored),
  };
};

export const loadedTally = (recipe: Recipe, { learningRate, sums, seconds, ...others }: StoredTally): EpochTally => {
  const [examples, loss, share, ...metrics] = sums.map(Number);
  const tally = new EpochTally(new Totals(recipe, { examples, loss, share, metrics }));
  return Object.assign(tally, { ...others, learningRate: Number(learningRate), before: seconds });
};

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;

const isStored = (value: unknown): boolean =>
  typeof value === "number" || (typeof value === "string" && /^(NaN|-?Infinity)$/.test(value));

export const isTally = (value: unknown): boolean => {
  if (typeof value !== "object" || value === null) return false;
  const known: Partial<Record<keyof StoredTally, unknown>> = value;
  const { batch, length, size, skipped, seconds, learningRate, sums } = known;
  return (
    [batch, length ?? 0, size, skipped].every(isCount) &&
    Number.isFinite(seconds) &&
    isStored(learningRate) &&
    Array.isArray(sums) &&
    sums.length >= 3 &&
    sums.every(isStored)
  );
};

import type { Work } from "./side.ts";

export interface Sampling {
  /** Times that both sides take turns. */
  readonly rounds: number;
  /** Calls of each side in a round. */
  readonly calls: number;
}

/** Milliseconds a call: of all rounds' medians the middle one, the lowest and the highest. */
export interface Timing {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
}

export interface Comparison {
  /** What both sides said after each of the first calls. */
  readonly results: readonly { readonly ours: number; readonly theirs: number }[];
  readonly ours: Timing;
  readonly theirs: Timing;
  /** Median of ours over median of theirs. */
  readonly ratio: number;
}

/** Calls whose results must agree; they also compile and warm up. */
const checkedCalls = 3;
const warmCalls = 5;
const tolerance = 1e-3;

/** Measures two sides in turns, after making sure that they do the same work. */
export const compare = async (ours: Work, theirs: Work, { rounds, calls }: Sampling): Promise<Comparison> => {
  const results: { ours: number; theirs: number }[] = [];
  for (let call = 1; call <= checkedCalls; call += 1) {
    const result = { ours: await resultOf(ours), theirs: await resultOf(theirs) };
    checkAgreement(result.ours, result.theirs, call);
    results.push(result);
  }
  for (const side of [ours, theirs]) await timesOf(side, warmCalls);
  const mine: number[] = [];
  const others: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const first = round % 2 === 0;
    if (first) mine.push(median(await timesOf(ours, calls)));
    others.push(median(await timesOf(theirs, calls)));
    if (!first) mine.push(median(await timesOf(ours, calls)));
  }
  const timings = { ours: timingOf(mine), theirs: timingOf(others) };
  return { results, ...timings, ratio: timings.ours.median / timings.theirs.median };
};

const resultOf = async (side: Work): Promise<number> => {
  await side.run();
  return side.result();
};

const checkAgreement = (ours: number, theirs: number, call: number): void => {
  if (Math.abs(ours - theirs) <= tolerance * Math.max(1, Math.abs(theirs))) return;
  throw new Error(`call ${call}: the sides do different work: ${ours} against ${theirs}`);
};

const timesOf = async (side: Work, calls: number): Promise<number[]> => {
  const times: number[] = [];
  for (let call = 0; call < calls; call += 1) {
    const start = performance.now();
    await side.run();
    times.push(performance.now() - start);
  }
  return times;
};

const timingOf = (medians: readonly number[]): Timing => ({
  median: median(medians),
  lowest: Math.min(...medians),
  highest: Math.max(...medians),
});

/** The middle value, or the mean of the two middle ones. */
export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

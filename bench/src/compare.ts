import { setTimeout } from "node:timers/promises";

/** A side that is about to do one workload. */
export interface Entrant {
  readonly key: string;
  readonly name: string;
  /** Why it cannot, or undefined when it is ready. */
  prepare(): Promise<string | undefined>;
  /** Milliseconds of each call. */
  run(calls: number): Promise<readonly number[]>;
  /** A number that what was done so far decides. */
  result(): Promise<number>;
  release(): Promise<void>;
}

export interface Sampling {
  /** Times that the sides take turns. */
  readonly rounds: number;
  /** Calls of a side in a turn, fewer where they take long. */
  readonly calls: number;
  /** Milliseconds between turns, in which the last side's threads fall asleep. */
  readonly rest?: number;
}

/** Milliseconds a call: of all turns' medians the middle one, the lowest and the highest. */
export interface Timing {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
}

export type Outcome =
  /** `results` are what the side said after each of its first calls. */
  | { readonly kind: "measured"; readonly key: string; readonly results: readonly number[]; readonly timing: Timing }
  | { readonly kind: "unable"; readonly key: string; readonly reason: string };

/** Calls whose results must agree; they also compile and warm up. */
export const checkedCalls = 3;
const warmCalls = 5;
/** How far results may lie apart, relative to those of magnitude above 1. */
export const tolerance = 1e-3;

/** Milliseconds that a turn may take, and all turns of a side, before it gets fewer. */
const turnBudget = 1000;
const sideBudget = 15_000;

/** Measures sides in turns, after making sure that they do the same work as the first of them. */
export const compare = async (
  entrants: readonly Entrant[],
  { rounds, calls, rest = 20 }: Sampling,
): Promise<readonly Outcome[]> => {
  const outcomes = new Map<string, Outcome>();
  const running: Running[] = [];
  for (const entrant of entrants) {
    const begun = await begin(entrant);
    if (typeof begun === "string" && entrant === entrants[0]) throw new Error(`${entrant.name}: ${begun}`);
    if (typeof begun === "string") outcomes.set(entrant.key, { kind: "unable", key: entrant.key, reason: begun });
    else running.push(begun);
  }
  checkAgreement(running);
  for (const { entrant, milliseconds } of running) await entrant.run(callsIn(milliseconds, warmCalls));
  for (let round = 0; round < rounds; round += 1) {
    // Whoever is measured after a certain other one in one round is measured before it in the next.
    for (const each of round % 2 === 0 ? running : running.toReversed()) {
      const own = callsIn(each.milliseconds, calls);
      if (round > 0 && round * own * each.milliseconds > sideBudget) continue;
      await setTimeout(rest);
      each.medians.push(median(await each.entrant.run(own)));
    }
  }
  for (const { entrant, results, medians } of running) {
    await entrant.release();
    outcomes.set(entrant.key, { kind: "measured", key: entrant.key, results, timing: timingOf(medians) });
  }
  return entrants.flatMap(({ key }) => outcomes.get(key) ?? []);
};

interface Running {
  readonly entrant: Entrant;
  readonly results: readonly number[];
  /** Of one call, about. */
  readonly milliseconds: number;
  readonly medians: number[];
}

/** The first calls, or why there are none; what a library cannot do it may say only when asked to. */
const begin = async (entrant: Entrant): Promise<Running | string> => {
  try {
    const reason = await entrant.prepare();
    if (reason !== undefined) return reason;
    const results: number[] = [];
    let milliseconds = 0;
    for (let call = 0; call < checkedCalls; call += 1) {
      [milliseconds] = await entrant.run(1);
      results.push(await entrant.result());
    }
    return { entrant, results, milliseconds, medians: [] };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

const callsIn = (milliseconds: number, most: number): number =>
  Math.min(most, Math.max(1, Math.floor(turnBudget / milliseconds)));

const checkAgreement = ([first, ...others]: readonly Running[]): void => {
  for (const { entrant, results } of others) {
    results.forEach((theirs, index) => {
      const ours = first.results[index];
      if (Math.abs(ours - theirs) <= tolerance * Math.max(1, Math.abs(ours))) return;
      throw new Error(
        `call ${index + 1}: the sides do different work: ${ours} by ${first.entrant.name}, ${theirs} by ${entrant.name}`,
      );
    });
  }
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

/**
 * Successive halving: all trials run a little, the best 1/η of them η times as long, and so on. Synchronous rungs wait
 * for all of their trials (Jamieson & Talwalkar 2016, arXiv:1502.07943), asynchronous ones promote a trial as soon as it
 * is among the best 1/η of those that are there (ASHA, Li et al. 2020, arXiv:1810.05934).
 */
export type HalvingKind = "async" | "sync";

/** What a trial's rungs came to: one score each so far, smaller is better; undefined for one that failed or diverged. */
export type Progress = readonly (number | undefined)[];

/** A trial to take to the end of a rung, both counted from 0. */
export interface Job {
  readonly trial: number;
  readonly rung: number;
}

/** How long trials are at the end of each rung, at least `least`; the last one is the whole, each other an ηth of the next. */
export const rungsOf = (least: number, whole: number, eta: number): readonly number[] => {
  const rungs = [whole];
  for (let length = whole / eta; Math.round(length) >= least; length /= eta) {
    if (Math.round(length) < rungs[0]) rungs.unshift(Math.round(length));
  }
  return rungs;
};

/** Trials that have finished a rung, best first; equal scores in the order of their numbers. */
const ranked = (all: readonly Progress[], rung: number): readonly number[] =>
  all
    .map((progress, trial) => ({ trial, score: progress[rung], done: progress.length > rung }))
    .filter(({ done }) => done)
    .sort((a, b) => compared(a.score, b.score) || a.trial - b.trial)
    .map(({ trial }) => trial);

const compared = (a: number | undefined, b: number | undefined): number => {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return a - b;
};

/** Those of a rung that go on, of `count` that take part in it. */
const chosen = (all: readonly Progress[], rung: number, count: number, eta: number, least: number): readonly number[] =>
  ranked(all, rung)
    .slice(0, Math.max(least, Math.floor(count / eta)))
    .filter((trial) => all[trial][rung] !== undefined);

/** Who takes part in each rung, as far as that is decided: rungs wait for the ones before them. */
const participants = (all: readonly Progress[], rungs: number, eta: number): readonly (readonly number[])[] => {
  const decided: (readonly number[])[] = [all.map((_, trial) => trial)];
  for (let rung = 1; rung < rungs; rung++) {
    const before = decided[rung - 1];
    if (before.some((trial) => all[trial].length < rung)) break;
    decided.push(chosen(all, rung - 1, before.length, eta, 1));
  }
  return decided;
};

/** All jobs that may begin now, in the order in which they should. */
export const possibleJobs = (
  all: readonly Progress[],
  rungs: number,
  { kind, eta }: { readonly kind: HalvingKind; readonly eta: number },
): readonly Job[] => {
  const waiting = (trials: readonly number[], rung: number): readonly Job[] =>
    trials.filter((trial) => all[trial].length === rung).map((trial) => ({ trial, rung }));
  if (kind === "sync") return participants(all, rungs, eta).flatMap(waiting);
  const promoted = Array.from({ length: rungs - 1 }, (_, index) => rungs - 1 - index).flatMap((rung) => {
    const finished = ranked(all, rung - 1).length;
    return waiting(chosen(all, rung - 1, finished, eta, 0), rung);
  });
  const everyone = all.map((_, trial) => trial);
  return [...promoted, ...waiting(everyone, 0)];
};

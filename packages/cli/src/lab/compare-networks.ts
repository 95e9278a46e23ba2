/** Optimizers on one network and data set, each trained with the same seeds. */
import { join } from "node:path";
import type { RawData } from "../images/data.ts";
import type { ImageSettings } from "../images/settings.ts";
import { imageTask } from "../images/task.ts";
import type { Interruption } from "../surroundings.ts";
import type { Entrant } from "./compare-entrants.ts";
import { type Trained, trainQuietly } from "./compare-training.ts";
import { holm, type Sample, sampleOf, type Welch, welch } from "./significance.ts";

/** What every optimizer gets. */
export interface Contest {
  /** All but the optimizer; `seed` is the first of the seeds. */
  readonly settings: ImageSettings;
  readonly raw: RawData;
  readonly seeds: number;
  /** The folder with one folder a training. */
  readonly dir: string;
  readonly interruption: Interruption;
}

/** How one optimizer did. */
export interface Standing {
  readonly name: string;
  readonly learningRate?: number;
  readonly trainings: readonly Trained[];
}

/** A name that any file system takes. */
const folderOf = (name: string): string =>
  name
    .replaceAll("η ", "rate-")
    .replaceAll("β ", "beta-")
    .replace(/[^\w.-]+/g, "-")
    .replace(/-+$/, "");

/** Trains one entrant with one seed; `rate` takes the place of its own. */
export const trainEntrant = (
  { name, settings }: Entrant,
  { settings: common, raw, dir, interruption }: Contest,
  { seed, rate, part = "" }: { readonly seed: number; readonly rate?: number; readonly part?: string },
): Promise<Trained> => {
  const own: ImageSettings = { ...common, ...settings, seed, ...(rate === undefined ? {} : { learningRate: rate }) };
  return trainQuietly(imageTask(own, raw), own, join(dir, `${folderOf(name)}-${part}seed-${seed}`), interruption);
};

/** Trains all, seed after seed; `rates` in the order of the entrants, where they were tuned. */
export const compareTrainings = async (
  entrants: readonly Entrant[],
  contest: Contest,
  rates: readonly (number | undefined)[],
  onTrained: (name: string, trained: Trained) => void,
): Promise<readonly Standing[]> => {
  const trainings = entrants.map((): Trained[] => []);
  for (let index = 0; index < contest.seeds; index++) {
    for (const [place, entrant] of entrants.entries()) {
      const seed = contest.settings.seed + index;
      const trained = await trainEntrant(entrant, contest, { seed, rate: rates[place] });
      trainings[place].push(trained);
      onTrained(entrant.name, trained);
    }
  }
  return entrants.map(({ name }, place) => ({
    name,
    learningRate: trainings[place][0].learningRate,
    trainings: trainings[place],
  }));
};

/** Mean and spread of a score over the trainings that did not diverge. */
export const scoreOf = ({ trainings }: Standing, score: string): Sample =>
  sampleOf(trainings.flatMap(({ scores }) => (score in scores ? [scores[score]] : [])));

/** Two optimizers beside one another: the better one first. */
export interface Pair extends Welch {
  readonly better: string;
  readonly other: string;
  readonly difference: number;
  readonly counts: readonly [number, number];
  /** p with all pairs taken into account. */
  readonly corrected: number;
}

/** Every pair of optimizers by a score of which more is better. */
export const pairsOf = (standings: readonly Standing[], score: string): readonly Pair[] => {
  const sampled = standings.map((standing) => ({ name: standing.name, sample: scoreOf(standing, score) }));
  const ranked = sampled.filter(({ sample }) => sample.count > 0).sort((a, b) => b.sample.mean - a.sample.mean);
  const pairs = ranked.flatMap((a, index) => ranked.slice(index + 1).map((b) => [a, b] as const));
  const tests = pairs.map(([a, b]) => welch(a.sample, b.sample));
  const corrected = holm(tests.map(({ p }) => p));
  return pairs.map(([a, b], index) => ({
    ...tests[index],
    better: a.name,
    other: b.name,
    difference: a.sample.mean - b.sample.mean,
    counts: [a.sample.count, b.sample.count],
    corrected: corrected[index],
  }));
};

/** Optimizers on one surface with the same number of updates each. */
import type { Surface } from "thalweg/problems";
import { median } from "../report/median.ts";
import { type PlannedOptimizer, planOptimizer } from "../run/optimizer.ts";
import { usual } from "../run/settings.ts";
import type { Entrant } from "./compare-entrants.ts";
import { rises, stepsBelow, type Walk, walk } from "./walk.ts";

/** What every optimizer gets. */
export interface Ground {
  readonly surface: Surface;
  readonly start: Float64Array;
  readonly steps: number;
  /** Deviation of the noise on gradients. */
  readonly noise: number;
  /** Walks of each optimizer, which differ in noise. */
  readonly seeds: number;
  readonly seed: number;
  /** What the loss shall get below. */
  readonly tolerance: number;
}

/** The lowest value the surface has in as many dimensions as the start; −∞ where it has none. */
export const lowestOf = ({ surface, start }: Ground): number => {
  const [minimum] = surface.minima(start.length);
  return minimum === undefined ? surface.lowest : surface.at(minimum);
};

/** How one optimizer did. */
export interface Outcome {
  readonly name: string;
  readonly optimizer: PlannedOptimizer;
  /** One a seed. */
  readonly walks: readonly Walk[];
  /** The middle of all walks, as the next ones are; not finite where more than half of them diverged. */
  readonly finalLoss: number;
  readonly lowest: number;
  readonly highest: number;
  /** Undefined where the middle walk never got there. */
  readonly stepsToTolerance?: number;
  readonly rises: number;
  /** Of the first walk that diverged. */
  readonly divergedAt?: number;
}

/** The optimizer of an entrant over a run of `steps`, at another rate where one is given. */
export const plannedFor = ({ settings }: Entrant, steps: number, learningRate = settings.learningRate) =>
  planOptimizer({ ...usual, model: "surface", ...settings, learningRate }, steps);

/** The middle value, where what is not finite counts as the highest. */
const middle = (values: readonly number[]): number =>
  median(values.map((value) => (Number.isFinite(value) ? value : Number.POSITIVE_INFINITY)));

/** Walks once a seed. */
export const outcomeOf = (name: string, optimizer: PlannedOptimizer, ground: Ground): Outcome => {
  const { surface, start, steps, noise, seeds, seed, tolerance } = ground;
  const walks = Array.from({ length: seeds }, (_, index) =>
    walk(surface, optimizer.spec, { start, steps, noise, seed: seed + index }),
  );
  const ends = walks.map(({ finalLoss }) => finalLoss);
  const below = middle(walks.map((each) => stepsBelow(each, tolerance) ?? Number.POSITIVE_INFINITY));
  return {
    name,
    optimizer,
    walks,
    finalLoss: middle(ends),
    lowest: Math.min(...ends),
    highest: Math.max(...ends),
    ...(Number.isFinite(below) ? { stepsToTolerance: below } : {}),
    rises: median(walks.map(rises)),
    divergedAt: walks.find(({ divergedAt }) => divergedAt !== undefined)?.divergedAt,
  };
};

/** The one with the lowest loss; undefined where all diverged. */
export const bestOf = (outcomes: readonly Outcome[]): Outcome | undefined =>
  outcomes
    .filter(({ finalLoss }) => Number.isFinite(finalLoss))
    .reduce<Outcome | undefined>((best, each) => (best && best.finalLoss <= each.finalLoss ? best : each), undefined);

/** What was found, for `--json`. */
export const outcomeFacts = (outcome: Outcome) => {
  const { name, optimizer, walks, finalLoss, lowest, highest, stepsToTolerance, divergedAt } = outcome;
  return {
    name,
    optimizer: optimizer.name,
    options: optimizer.options,
    learningRate: optimizer.learningRate ?? null,
    finalLoss,
    ...(walks.length > 1 ? { lowest, highest } : {}),
    stepsToTolerance: stepsToTolerance ?? null,
    rises: outcome.rises,
    divergedAt: divergedAt ?? null,
    final: Array.from(walks[0].final),
  };
};

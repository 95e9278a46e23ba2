/** The best rate of an optimizer on a surface, over starts near the given one. */
import { Generator } from "thalweg/random";
import { wrongUsage } from "../command-error.ts";
import type { Entrant } from "./compare-entrants.ts";
import { type Ground, lowestOf, plannedFor } from "./compare-surface.ts";
import { type Sample, sampleOf } from "./significance.ts";
import { type Effort, logGrid, type Tried, tuneRate } from "./tune-rate.ts";
import { type Walk, walk } from "./walk.ts";

/** A tuned rate and what else was tried. A score is log₁₀ of how far the loss ends above the lowest. */
export interface Tuned {
  readonly name: string;
  readonly rate: number;
  readonly score: number;
  readonly tried: readonly Tried[];
  /** Rates around the best one with which the loss ends below the tolerance; undefined where none does. */
  readonly works?: { readonly from: number; readonly to: number; readonly decades: number };
}

/** The rates that are tried. */
const [lowestRate, highestRate, perDecade] = [1e-6, 100, 8];

/** How far starts lie from the given one, as a part of the surface's width. */
const nearness = 0.05;

/** Rates of the check's grid that get a second look, and those that meet in a final. */
const [promisingOfGrid, finalists] = [64, 12];

/** Starts by effort: few for the whole grid, more for the final. */
const startCounts: readonly [number, number, number] = [4, 16, 64];
const mostStarts = 1024;

/** Updates that the score of one rate may cost where walks differ so much that more starts are needed. */
const [tuneBudget, checkBudget] = [5e5, 2e6];

/** How sure a score has to be: the standard error, as a part of it. */
const wantedError = 0.02;

/** A loss this little above the lowest is solved: more digits say nothing of a rate. */
const solved = 1e-16;

/** A start near the given one; equal numbers give equal starts. */
const startNear = ({ surface, start }: Ground, stream: string, index: number): Float64Array => {
  const random = new Generator(index, stream);
  return start.map((value, axis) => {
    const [from, to] = surface.range[axis % 2];
    return value + random.normal(0, nearness * (to - from));
  });
};

/**
 * log₁₀ of how far a walk ends above the lowest value, at most what it began with: diverging is as bad as not moving.
 * A walk that solves the surface is the better the sooner it does.
 */
const scoreOf = ({ losses, finalLoss, divergedAt }: Walk, lowest: number, steps: number): number => {
  const above = (loss: number): number => Math.log10(loss - lowest);
  const worst = above(losses[0]);
  if (divergedAt !== undefined) return worst;
  if (finalLoss - lowest > solved) return Math.min(worst, above(finalLoss));
  const since = losses.findLastIndex((loss) => loss - lowest > solved) + 1;
  return Math.log10(solved) - (steps - since) / steps;
};

/**
 * Scores of rates, each the mean over starts of one stream. The highest effort takes more starts until the mean is
 * sure enough, or `budget` updates are spent on one rate.
 */
const scorer = (entrant: Entrant, ground: Ground, stream: string, budget: number) => {
  const { surface, steps, noise, seed } = ground;
  const lowest = lowestOf(ground);
  const known = new Map<number, number[]>();
  const most = Math.min(mostStarts, Math.max(startCounts[2], Math.floor(budget / steps)));
  const upTo = (rate: number, scores: number[], count: number): Sample => {
    const { spec } = plannedFor(entrant, steps, rate);
    for (let index = scores.length; index < count; index++) {
      const start = startNear(ground, stream, index);
      scores.push(scoreOf(walk(surface, spec, { start, steps, noise, seed: seed + index }), lowest, steps));
    }
    return sampleOf(scores.slice(0, count));
  };
  return (rate: number, effort: Effort): number => {
    const scores = known.get(rate) ?? [];
    known.set(rate, scores);
    let sample = upTo(rate, scores, startCounts[effort]);
    while (effort === 2 && sample.count < most) {
      const error = sample.deviation / Math.sqrt(sample.count);
      if (error <= wantedError * Math.max(1, Math.abs(sample.mean))) break;
      sample = upTo(rate, scores, Math.min(most, 2 * sample.count));
    }
    return sample.mean;
  };
};

/** The widest range of rates around the best one, without gaps, that end below the tolerance. */
const worksAround = (tried: readonly Tried[], rate: number, tolerance: number): Tuned["works"] => {
  const good = ({ score }: Tried): boolean => score < Math.log10(tolerance);
  const at = tried.findIndex((each) => each.rate === rate);
  if (!good(tried[at])) return undefined;
  const [before, after] = [tried.slice(0, at).reverse(), tried.slice(at + 1)].map((side) => {
    const bad = side.findIndex((each) => !good(each));
    return side[(bad < 0 ? side.length : bad) - 1] ?? tried[at];
  });
  return { from: before.rate, to: after.rate, decades: Math.log10(after.rate / before.rate) };
};

/** Refuses what has no best rate, before any time is spent. */
export const checkTunable = (entrants: readonly Entrant[], ground: Ground): void => {
  if (!Number.isFinite(lowestOf(ground))) {
    throw wrongUsage(`--tune: ${ground.surface.name} has no lowest value, so no rate is the best; leave it out`);
  }
  const given = entrants.find(({ settings }) => settings.learningRate !== undefined || "learningRate" in settings.set);
  if (given !== undefined) throw wrongUsage(`--tune: looks for the rate itself; ${given.name} has one already`);
};

export const tuneOnSurface = async (entrant: Entrant, ground: Ground): Promise<Tuned> => {
  const score = scorer(entrant, ground, "tune", tuneBudget);
  const { best, tried } = await tuneRate({
    coarse: logGrid(lowestRate, highestRate, perDecade),
    parts: 4,
    kept: [24, 8, finalists],
    score,
  });
  return {
    name: entrant.name,
    rate: best.rate,
    score: best.score,
    tried,
    works: worksAround(tried, best.rate, ground.tolerance),
  };
};

/** How a tuned rate does on other starts and seeds, beside the best of a grid four times as fine. */
export interface Check {
  readonly name: string;
  readonly rate: number;
  readonly score: number;
  readonly best: Tried;
  /** Within 10 %, or a tenth of a power of ten where the score is near 0. */
  readonly holds: boolean;
}

export const checkTuned = async (entrant: Entrant, { name, rate }: Tuned, ground: Ground): Promise<Check> => {
  const score = scorer(entrant, ground, "check", checkBudget);
  const grid = logGrid(lowestRate, highestRate, 4 * perDecade);
  const scored = (rates: readonly number[], effort: Effort): readonly Tried[] =>
    rates.map((each) => ({ rate: each, score: score(each, effort) })).sort((a, b) => a.score - b.score);
  const promising = scored(grid, 0).slice(0, promisingOfGrid);
  const close = scored(
    promising.map((each) => each.rate),
    1,
  );
  const [best] = scored(
    close.slice(0, finalists).map((each) => each.rate),
    2,
  );
  const own = score(rate, 2);
  return { name, rate, score: own, best, holds: own <= best.score + 0.1 * Math.max(1, Math.abs(best.score)) };
};

import type { ParameterProbe } from "../training/index.ts";
import { guessingLoss } from "./guessing.ts";
import { meanLossOver, probesAfter, updatesMade } from "./loss-course.ts";
import type { Observations } from "./observations.ts";
import { scoreOf } from "./scores.ts";
import { thresholds } from "./thresholds.ts";

const { updates, progress, learned, lead, flat, part, kept } = thresholds.plateau;

/** A run that stands still where its gradient is tiny, although nearest neighbours tell the answer, or nothing was learned at all. */
export interface Stuck {
  readonly loss: number;
  /** Part of the loss that changing all weights by their own size would change, to first order: the flattest half of them. */
  readonly slope: number;
  /** Part of the model's weights whose slope is below the limit. */
  readonly part: number;
  readonly steps: readonly [first: number, last: number];
  /** What it does and what neighbours do, where that is known. */
  readonly scores?: { readonly own: number; readonly neighbours: number };
  /** The most negative curvature that was measured, and the largest of the same probe. */
  readonly curvature?: { readonly smallest: number; readonly largest: number };
}

/** Undefined for runs that move, that have learned something, or of which too little was seen. */
export const stuckIn = (seen: Observations): Stuck | undefined => {
  const made = updatesMade(seen);
  const planned = (seen.setup.updates ?? Number.POSITIVE_INFINITY) - seen.setup.steps;
  if (made < updates.value || !(seen.ended || made >= planned / 2 || made >= 10 * updates.value)) return undefined;
  const [before, loss] = [meanLossOver(seen, 0.5, 0.75), meanLossOver(seen, 0.75, 1)];
  if (!(loss >= progress.value * before)) return undefined;
  const scores = scoresOf(seen);
  if (scores === "learned" || (scores === undefined && !isGuessing(seen, loss))) return undefined;
  const probes = probesAfter(seen, 0.5);
  // Weights that something drew to 0 got there by it, and not by where they began.
  if (probes.length < 2 || probes[probes.length - 1].weightNorm < kept.value * seen.probes[0].weightNorm)
    return undefined;
  const slopes = slopesOf(probes);
  const numbers = slopes.reduce((sum, { size }) => sum + size, 0);
  const still = slopes.filter(({ slope }) => slope < flat.value);
  const stillPart = still.reduce((sum, { size }) => sum + size, 0) / numbers;
  if (!(stillPart >= part.value)) return undefined;
  const curvature = curvatureOf(seen);
  return {
    loss,
    slope: Math.max(...still.map(({ slope }) => slope)),
    part: stillPart,
    steps: [probes[0].step, probes[probes.length - 1].step],
    ...(scores && { scores }),
    ...(curvature && { curvature }),
  };
};

const scoresOf = (seen: Observations): Stuck["scores"] | "learned" => {
  const neighbours = seen.setup.data?.neighbours;
  const last = seen.epochs.at(-1);
  const own = last && scoreOf(last, seen);
  if (!own || !neighbours) return undefined;
  const reachable = neighbours.score - neighbours.chance;
  if (reachable < Math.max(lead.value, 4 * neighbours.error)) return "learned";
  // Not a number for outputs that overflow: nothing was learned there either.
  if (own.value - neighbours.chance > learned.value * reachable) return "learned";
  return { own: own.value, neighbours: neighbours.score };
};

const isGuessing = ({ setup }: Observations, loss: number): boolean => {
  const guess = guessingLoss(setup, setup.data);
  return guess !== undefined && loss >= progress.value * guess;
};

/** A bias learns even on flat ground, and begins at 0. */
const isWeight = ({ name }: ParameterProbe): boolean => !/bias$/i.test(name);

/** Of each weight the mean over probes of |gradient|·|weights| as a part of the loss. */
const slopesOf = (probes: Observations["probes"]): readonly { readonly size: number; readonly slope: number }[] =>
  probes[0].parameters.filter(isWeight).map(({ name, size }) => {
    const slopes = probes.flatMap(({ loss, parameters }) =>
      parameters
        .filter((parameter) => parameter.name === name)
        .map(({ gradientNorm, weightNorm }) => (gradientNorm * weightNorm) / loss),
    );
    return { size, slope: slopes.reduce((sum, slope) => sum + slope, 0) / slopes.length };
  });

/** The most negative of the second half, or else the last. */
const curvatureOf = (seen: Observations): Stuck["curvature"] => {
  const measured = (probes: Observations["probes"]) => probes.flatMap(({ curvature }) => curvature ?? []);
  const late = measured(probesAfter(seen, 0.5));
  const looked = late.length > 0 ? late : measured(seen.probes).slice(-1);
  return looked.reduce<Stuck["curvature"]>(
    (least, each) => (least && least.smallest <= each.smallest ? least : each),
    undefined,
  );
};

import { medianOf } from "./median.ts";
import type { Observations, SeenStep } from "./observations.ts";
import { thresholds } from "./thresholds.ts";
import { strideOf } from "./turning.ts";

const { growth, weights, row } = thresholds.diverging;

/** A loss that has left for good. */
export interface Leaving {
  /** The first losses. */
  readonly start: number;
  /** The largest one that is finite. */
  readonly most: number;
  /** Updates that were left out at the end, one after the other. */
  readonly leftOut: number;
  /** The first update whose loss is beyond the limit. */
  readonly since: number;
  readonly last: number;
}

const isMade = ({ skipped, loss }: SeenStep): boolean => skipped === undefined && Number.isFinite(loss);

/** Loss of the first batches. */
export const startOf = ({ steps }: Pick<Observations, "steps">): number => {
  const first = steps.slice(0, 3).filter(isMade);
  return first.length > 0 ? Math.min(...first.map(({ loss }) => loss)) : Number.NaN;
};

/**
 * The loss stays far above its start, or updates are left out in a row after weights or the loss have grown by orders of
 * magnitude. What is not finite while both are of ordinary size is another fault, and undefined here.
 */
export const leavingOf = (seen: Observations): Leaving | undefined => {
  const { steps, probes } = seen;
  const start = startOf(seen);
  if (!(start > 0) || steps.length < 4) return undefined;
  const limit = growth.value * start;
  const recent = steps.slice(-Math.max(3, Math.min(50, Math.floor(steps.length / 20))));
  const median = medianOf(recent.map((step) => (isMade(step) ? step.loss : Number.POSITIVE_INFINITY)));
  if (!(median > limit)) return undefined;
  const leftOut = steps.length - 1 - steps.findLastIndex(isMade);
  if (leftOut > 0 && leftOut < row.value) return undefined;
  const most = steps.filter(isMade).reduce((largest, { loss }) => Math.max(largest, loss), 0);
  const beyond =
    most > limit ||
    hasGrown(probes) ||
    probes.some(({ loss, turn }) => turn && !(turn.lossAfter <= growth.value * loss));
  if (!beyond) return undefined;
  const since = steps.find((step) => !isMade(step) || step.loss > limit) ?? steps[steps.length - 1];
  return { start, most, leftOut, since: since.step, last: steps[steps.length - 1].step };
};

const hasGrown = (probes: Observations["probes"]): boolean => {
  const [first] = probes;
  return probes.some((probe) => probe.weightNorm > weights.value * first.weightNorm || strideOf(probe) > weights.value);
};

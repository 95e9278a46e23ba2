import type { ProbeRequest } from "../training/index.ts";

/** Updates between two probes, once a run is under way, unless one says otherwise. */
export const usualInterval = 100;
/** Up to here every thorough probe measures the turn, after it every second one. */
const turnsUntil = 128;
/** Curvature costs as much as some tens of updates: after these it is measured each time their number has grown eightfold. */
const firstCurvatures: readonly number[] = [4, 64, 256];
const curvatureGrowth = 8;

export interface ProbeSchedule {
  /** Updates between two probes, once the run is under way; 100 unless said. */
  readonly every?: number;
  /** Whether short runs are looked at as closely as a diagnosis may need, at half of their time or more; true unless said. */
  readonly thorough?: boolean;
}

/**
 * What is measured at an update, from 1: norms and activations at 1, 2, 3, 4, 6, 8, 12, 16, 24 … up to the interval, and
 * then at its multiples. Early updates say most, and cost little together. Where it need not be thorough: at doublings and at
 * multiples of the interval, always with the turn, so that one program serves all, and no curvature before update 2048.
 */
export const probeRequestAt = (
  update: number,
  { every = usualInterval, thorough = true }: ProbeSchedule = {},
): ProbeRequest | undefined => {
  const isLater = update > 256 && isPower(update / 256, curvatureGrowth);
  const curvature = isLater || (thorough && firstCurvatures.includes(update));
  if (!curvature && !isProbed(update, every, thorough)) return undefined;
  const turn = !thorough || update <= turnsUntil || update % (2 * every) === 0;
  return { ...(turn && { turn }), ...(curvature && { curvature }) };
};

const isProbed = (update: number, every: number, thorough: boolean): boolean =>
  update % every === 0 || (update < every && (isPower(update, 2) || (thorough && isPower(update / 3, 2))));

/** Whether a value is 1, the base, its square and so on. */
const isPower = (value: number, base: number): boolean => value === 1 || (value > 1 && isPower(value / base, base));

/** Whether enough was seen since the last look for another: rules read the whole run, so looks grow rarer as it grows. */
export const isLookDue = (update: number, lastLook: number): boolean => update >= lastLook + Math.max(1, lastLook / 20);

import { cubicMinimum, type Sample } from "./cubic-minimum.ts";

/** A function along a line, at one step: anything else that was found there may stand beside. */
export interface LinePoint {
  readonly value: number;
  readonly slope: number;
}

export interface StrongWolfeOptions {
  /** The first step to try; 1 unless given. */
  readonly step?: number;
  /** How much of the decrease that the slope promises must be reached; 1e-4 unless given. */
  readonly c1?: number;
  /** How much of the slope may be left; 0.9 unless given. */
  readonly c2?: number;
  /** A bracket narrower than this is not searched further; 0 unless given. */
  readonly narrowest?: number;
  /** How many steps are tried at most; 26 unless given. */
  readonly trials?: number;
}

export interface LineSearch<P extends LinePoint> {
  /** 0, with the start's point, where no step leads lower. */
  readonly step: number;
  readonly point: P;
  /** Whether both conditions hold; if not, the step is the best of those that decrease enough. */
  readonly satisfied: boolean;
  /** How many steps were tried. */
  readonly trials: number;
}

interface Trial<P> extends Sample {
  readonly point: P;
}

/**
 * A step α along a line with the strong Wolfe conditions: φ(α) ≤ φ(0) + c₁αφ′(0) and |φ′(α)| ≤ c₂|φ′(0)|,
 * where φ′(0) < 0.
 * Steps grow until a bracket holds one, which cubic interpolation then narrows. A step where φ or its slope
 * is not finite counts as infinitely high, so that the search backs off from it. Nocedal & Wright 2006,
 * algorithms 3.5 and 3.6.
 *
 * @example
 * const phi = (step: number) => ({ value: (step - 3) ** 2, slope: 2 * (step - 3) });
 * strongWolfe(phi, phi(0), { c2: 0.1 }).step; // 3
 */
export const strongWolfe = <P extends LinePoint>(
  phi: (step: number) => P,
  start: P,
  { step = 1, c1 = 1e-4, c2 = 0.9, narrowest = 0, trials: limit = 26 }: StrongWolfeOptions = {},
): LineSearch<P> => {
  const origin: Trial<P> = { at: 0, value: start.value, slope: start.slope, point: start };
  let trials = 0;
  const tried = (at: number): Trial<P> => {
    trials++;
    const point = phi(at);
    const usable = Number.isFinite(point.value) && Number.isFinite(point.slope);
    return { at, value: usable ? point.value : Number.POSITIVE_INFINITY, slope: point.slope, point };
  };
  const decreases = ({ at, value }: Trial<P>): boolean => value <= start.value + c1 * at * start.slope;
  const isFlat = ({ slope }: Trial<P>): boolean => Math.abs(slope) <= -c2 * start.slope;
  const result = ({ at, point }: Trial<P>, satisfied: boolean): LineSearch<P> => ({
    step: at,
    point,
    satisfied,
    trials,
  });

  /** `low` is the lowest of all that decrease enough, and φ falls from it towards `high`. */
  const zoom = (from: Trial<P>, to: Trial<P>): LineSearch<P> => {
    let [low, high] = [from, to];
    let wasNearEnd = false;
    while (trials < limit && Math.abs(high.at - low.at) >= narrowest) {
      const inside = insideOf(low, high, wasNearEnd);
      wasNearEnd = inside.isNearEnd;
      const trial = tried(inside.at);
      if (!decreases(trial) || trial.value >= low.value) {
        high = trial;
        continue;
      }
      if (isFlat(trial)) return result(trial, true);
      if (trial.slope * (high.at - low.at) >= 0) high = low;
      low = trial;
    }
    return result(low, false);
  };

  let previous = origin;
  let trial = tried(step);
  while (decreases(trial) && (trials === 1 || trial.value < previous.value)) {
    if (isFlat(trial)) return result(trial, true);
    if (trial.slope >= 0) return zoom(trial, previous);
    if (trials === limit) return result(trial, false);
    const further = cubicMinimum(previous, trial, trial.at + 0.01 * (trial.at - previous.at), 10 * trial.at);
    previous = trial;
    trial = tried(further);
  }
  return zoom(previous, trial);
};

/**
 * The next step to try between two: the cubic's minimum, but the second time in a row that this is within a
 * tenth of an end, and wherever it is the end itself, a tenth of the width away from that end.
 */
const insideOf = (one: Sample, other: Sample, wasNearEnd: boolean): { at: number; isNearEnd: boolean } => {
  const [left, right] = [Math.min(one.at, other.at), Math.max(one.at, other.at)];
  const at = cubicMinimum(one, other);
  const margin = 0.1 * (right - left);
  if (Math.min(right - at, at - left) >= margin) return { at, isNearEnd: false };
  if (!wasNearEnd && at > left && at < right) return { at, isNearEnd: true };
  return { at: right - at < at - left ? right - margin : left + margin, isNearEnd: false };
};

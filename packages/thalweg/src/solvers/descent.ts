import { asSchedule } from "../schedules/schedule.ts";
import { Curvature } from "./curvature.ts";
import { dot, largest, moved } from "./flat.ts";
import type { LbfgsSettings } from "./lbfgs-options.ts";
import { strongWolfe } from "./strong-wolfe.ts";

/** Weights, one flat row of all parameters, with the loss and its gradient there. */
export interface Place {
  readonly x: Float64Array;
  readonly loss: number;
  readonly gradient: Float64Array;
}

/** The loss and its gradient at other weights. */
export type Landscape = (x: Float64Array) => Place;

/** Why steps ended. */
export type LbfgsReason =
  /** All iterations, evaluations or steps were used. */
  | { readonly kind: "finished" }
  /** No element of the gradient is above its tolerance, or the last change was below its own. */
  | { readonly kind: "converged"; readonly by: "gradient" | "change" }
  /** Not even straight downhill did a step lead lower: the gradient is wrong, or rounding hides what is left. */
  | { readonly kind: "lineSearchFailed" }
  /** The loss or its gradient is not finite, and nothing finite was found nearby. */
  | { readonly kind: "nonFinite" };

export interface Descended {
  readonly place: Place;
  readonly iterations: number;
  readonly evaluations: number;
  readonly reason: LbfgsReason;
}

/** What the iterations of L-BFGS remember of those before. */
export interface LbfgsMemory {
  /** Steps begun, each of some iterations. */
  steps: number;
  /** Iterations since nothing was known. */
  iterations: number;
  readonly curvature: Curvature;
  /** The last move and the gradient where it began, until the gradient at its end is known. */
  last: { readonly s: Float64Array; readonly gradient: Float64Array } | undefined;
}

export const emptyMemory = ({ historySize }: LbfgsSettings): LbfgsMemory => ({
  steps: 0,
  iterations: 0,
  curvature: new Curvature(historySize),
  last: undefined,
});

/** Takes one step: the iterations that its settings allow, from a place that was evaluated. Changes the memory. */
export const descend = (
  memory: LbfgsMemory,
  start: Place,
  landscape: Landscape,
  settings: LbfgsSettings,
): Descended => {
  const { maxIterations, maxEvaluations, changeTolerance, gradientTolerance } = settings;
  const rate = asSchedule(settings.learningRate)(memory.steps++);
  let place = start;
  let iterations = 0;
  let evaluations = 1;
  const ended = (reason: LbfgsReason): Descended => ({ place, iterations, evaluations, reason });
  if (!isFinitePlace(place)) return ended({ kind: "nonFinite" });
  if (largest(place.gradient) <= gradientTolerance) return ended({ kind: "converged", by: "gradient" });
  while (iterations < maxIterations && evaluations < maxEvaluations) {
    const { loss, gradient } = place;
    learn(memory, gradient);
    const direction = memory.curvature.direction(gradient);
    const slope = dot(gradient, direction);
    if (!Number.isFinite(slope)) return ended({ kind: "nonFinite" });
    if (slope > -changeTolerance) return ended({ kind: "converged", by: "change" });
    const step = memory.iterations === 0 ? Math.min(1, 1 / sumOfSizes(gradient)) * rate : rate;
    const found = moveAlong(place, { direction, slope, step }, landscape, settings);
    iterations++;
    evaluations += found.evaluations;
    if (!found.sawFinite || found.step === 0) {
      const wasStraight = memory.iterations === 0;
      forget(memory);
      // What was remembered may mislead; straight downhill is worth one more try.
      if (!wasStraight && settings.lineSearch === "strongWolfe") continue;
      return ended({ kind: found.sawFinite ? "lineSearchFailed" : "nonFinite" });
    }
    memory.iterations++;
    memory.last = { s: direction.map((value) => value * found.step), gradient };
    place = found.place;
    if (largest(place.gradient) <= gradientTolerance) return ended({ kind: "converged", by: "gradient" });
    if (largest(memory.last.s) <= changeTolerance || Math.abs(place.loss - loss) < changeTolerance)
      return ended({ kind: "converged", by: "change" });
  }
  return ended({ kind: "finished" });
};

const isFinitePlace = ({ x, loss, gradient }: Place): boolean =>
  Number.isFinite(loss) && Number.isFinite(largest(gradient)) && Number.isFinite(largest(x));

/** Takes in what the last move tells, once the gradient at its end is there. */
const learn = (memory: LbfgsMemory, gradient: Float64Array): void => {
  if (memory.last) memory.curvature.add({ s: memory.last.s, y: moved(gradient, -1, memory.last.gradient) });
  memory.last = undefined;
};

const forget = (memory: LbfgsMemory): void => {
  memory.curvature.forget();
  memory.iterations = 0;
  memory.last = undefined;
};

const sumOfSizes = (a: Float64Array): number => a.reduce((sum, value) => sum + Math.abs(value), 0);

interface Line {
  readonly direction: Float64Array;
  readonly slope: number;
  readonly step: number;
}

interface Move {
  readonly step: number;
  readonly place: Place;
  readonly evaluations: number;
  readonly sawFinite: boolean;
}

const moveAlong = (
  place: Place,
  { direction, slope, step }: Line,
  landscape: Landscape,
  { lineSearch, c1, c2, changeTolerance }: LbfgsSettings,
): Move => {
  let sawFinite = false;
  const pointAt = (length: number) => {
    const there = landscape(moved(place.x, length, direction));
    const usable = isFinitePlace(there);
    sawFinite ||= usable;
    const value = usable ? there.loss : Number.POSITIVE_INFINITY;
    return { value, slope: dot(there.gradient, direction), place: there };
  };
  if (lineSearch === "none") return { step, place: pointAt(step).place, evaluations: 1, sawFinite };
  const narrowest = changeTolerance / largest(direction);
  const start = { value: place.loss, slope, place };
  const found = strongWolfe(pointAt, start, { step, c1, c2, narrowest });
  return { step: found.step, place: found.point.place, evaluations: found.trials, sawFinite };
};

/** What an optimizer does on a surface: every loss, and the way it took. */
import { hasEvaluationWeights, Optimizer, type OptimizerSpec } from "thalweg/optimizers";
import type { Surface } from "thalweg/problems";
import { Generator } from "thalweg/random";
import type { Tensor } from "thalweg/tensor";

/** Points of a path that are kept at most: pictures show no more. */
const mostPoints = 2000;

export interface WalkOptions {
  readonly start: ArrayLike<number>;
  /** Updates at most. */
  readonly steps: number;
  /** Deviation of the normal noise on each element of the gradient, as mini-batches have it; 0 unless given. */
  readonly noise?: number;
  /** Decides the noise, and what optimizers draw; 0 unless given. */
  readonly seed?: number;
}

export interface Walk {
  /** At the start and after each update; the last one is not finite where the walk diverged. */
  readonly losses: Float64Array;
  /** The start, evenly spaced points and the last one. */
  readonly path: readonly Float64Array[];
  /** Updates between two points of the path. */
  readonly every: number;
  /** The last point, or the average for optimizers that keep one. */
  readonly final: Float64Array;
  /** The loss at `final`. */
  readonly finalLoss: number;
  /** The first update after which the loss is not finite. */
  readonly divergedAt?: number;
}

/** The surface's gradient, with noise on it where that is asked for. */
const gradientOf = (surface: Surface, noise: number, seed: number): ((x: Float64Array) => Float64Array) => {
  if (noise === 0) return surface.gradient;
  const random = new Generator(seed, "noise");
  return (x) => surface.gradient(x).map((element) => element + random.normal(0, noise));
};

/**
 * Follows an optimizer over a surface, in float64.
 *
 * @example
 * const { finalLoss } = walk(surfaceNamed("rosenbrock"), gradientDescent(), { start: [-1, 1], steps: 5000 });
 */
export const walk = (
  surface: Surface,
  optimizer: OptimizerSpec,
  { start, steps, noise = 0, seed = 0 }: WalkOptions,
): Walk => {
  const x = Float64Array.from(start);
  // Some rules differentiate the surface themselves.
  const objective = ([at]: readonly Tensor[]): Tensor => surface.fn(at);
  const running = new Optimizer({ x }, optimizer, { seed, objective });
  const gradient = gradientOf(surface, noise, seed);
  const every = Math.max(1, Math.ceil(steps / mostPoints));
  const losses = new Float64Array(steps + 1);
  const path = [x.slice()];
  losses[0] = surface.at(x);
  for (let update = 1; update <= steps; update++) {
    const { applied } = running.step({ x: gradient(x) }, { loss: losses[update - 1] });
    // Where the gradient overflows before the loss does, taking the step would have made it so.
    losses[update] = applied ? surface.at(x) : Number.NaN;
    if (update % every === 0 || update === steps) path.push(x.slice());
    if (!Number.isFinite(losses[update])) {
      const until = losses.slice(0, update + 1);
      return { losses: until, path, every, final: x, finalLoss: losses[update], divergedAt: update };
    }
  }
  const final = hasEvaluationWeights(optimizer) ? Float64Array.from(running.evaluationWeights().x) : x;
  return { losses, path, every, final, finalLoss: surface.at(final) };
};

/** The first update after which the loss is below `tolerance`; undefined where none is. */
export const stepsBelow = ({ losses }: Walk, tolerance: number): number | undefined => {
  const found = losses.findIndex((loss) => loss < tolerance);
  return found < 0 ? undefined : found;
};

/** How many updates made the loss larger. */
export const rises = ({ losses }: Walk): number =>
  losses.reduce((count, loss, update) => (update > 0 && loss > losses[update - 1] ? count + 1 : count), 0);

import { ThalwegError } from "../errors/thalweg-error.ts";
import { Generator } from "../random/index.ts";
import type { Point, Surface } from "./surface.ts";

export interface GradientNoiseOptions {
  /** Of every component of the gradient of a single example. */
  readonly variance: number;
  /** Examples whose mean gradient is taken; 1 unless given. */
  readonly batch?: number;
  /** 0 unless given. */
  readonly seed?: number;
}

/** A surface whose `gradient` is that of a mini-batch: each call draws the next one. The rest is exact. */
export interface NoisySurface extends Surface {
  readonly exactGradient: (x: Point) => Float64Array;
  /** Of every component of `gradient`: variance/batch. */
  readonly gradientVariance: number;
}

/**
 * The surface as mini-batches show it: every example adds a normal number of mean 0 and known variance to each
 * component of the gradient, so the mean over a batch of b examples has 1/b of the variance.
 *
 * @example
 * const seen = noisy(surfaceNamed("ravine"), { variance: 4, batch: 16, seed: 1 });
 * seen.gradientVariance; // 0.25
 */
export const noisy = (surface: Surface, { variance, batch = 1, seed = 0 }: GradientNoiseOptions): NoisySurface => {
  if (!(Number.isFinite(variance) && variance >= 0)) {
    throw new ThalwegError("argument", `noisy: variance must be a finite number ≥ 0, got ${variance}`);
  }
  if (!(Number.isSafeInteger(batch) && batch >= 1)) {
    throw new ThalwegError("argument", `noisy: batch must be a whole number ≥ 1, got ${batch}`);
  }
  const random = new Generator(seed, "noise");
  const gradientVariance = variance / batch;
  const deviation = Math.sqrt(gradientVariance);
  return {
    ...surface,
    title: `${surface.title}, noisy gradients`,
    gradient: (x) => surface.gradient(x).map((value) => value + random.normal(0, deviation)),
    exactGradient: surface.gradient,
    gradientVariance,
  };
};

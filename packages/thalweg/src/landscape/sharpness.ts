import { exampleCount } from "../data/index.ts";
import { inner, type RitzValues } from "../solvers/krylov.ts";
import { lanczos } from "../solvers/lanczos.ts";
import type { NamedArrays } from "../training/index.ts";
import { type CurvatureOptions, curvatureOf } from "./curvature.ts";
import { hutchinsonTrace } from "./hutchinson-trace.ts";
import type { Network } from "./network.ts";
import { samSharpness } from "./sam-sharpness.ts";

export interface SharpnessOptions extends CurvatureOptions {
  /** Products of Lanczos's method; 30 unless said. */
  readonly steps?: number;
  /** Products for the trace; 10 unless said. */
  readonly probes?: number;
  /** How far `rise` looks; 0.05 unless said. */
  readonly radius?: number;
  /** Gradients that the way up follows for `rise`; 5 unless said. */
  readonly ascents?: number;
  readonly seed?: number;
  /** Called, and waited for, after each product of Hessian and vector. */
  readonly onProduct?: (done: number, total: number) => void | Promise<void>;
}

/** How sharp a minimum is, over the examples it was measured on. */
export interface Sharpness {
  readonly loss: number;
  readonly gradientNorm: number;
  readonly parameters: number;
  readonly examples: number;
  /** What Lanczos's method found of the Hessian: eigenvalues, descending, and how sure they are. */
  readonly spectrum: RitzValues;
  /** The largest eigenvalue, and the smallest: below 0 where the loss still falls to both sides. */
  readonly largest: number;
  readonly smallest: number;
  /** The sum of all eigenvalues, and the deviation of that estimate. */
  readonly trace: number;
  readonly traceError: number;
  /** How much the loss rises within `radius`. */
  readonly rise: number;
  readonly radius: number;
}

/**
 * The sharpness of a trained network: the top of its Hessian's spectrum (Lanczos), its trace (Hutchinson), and how much
 * the loss rises nearby (SAM). Over all data of `network`, layers in evaluation mode: batch normalization uses its moving
 * statistics, dropout drops nothing; penalties on weights are not part of the loss.
 *
 * Scaling layers against one another changes these numbers and not the network (Dinh et al. 2017, arXiv:1703.04933):
 * compare runs of one model alone.
 *
 * @example
 * const model = sequential([flatten(), dense(8), relu(), dense(10)]);
 * const network = { model, loss: crossEntropy(), data: validation };
 * const { largest, trace, rise } = await sharpness(network, await trainer.weights(), { steps: 10, probes: 3 });
 * largest > 0; // true
 */
export const sharpness = async (
  network: Network,
  weights: NamedArrays,
  { steps = 30, probes = 10, radius = 0.05, ascents = 5, seed = 0, dtype, onProduct }: SharpnessOptions = {},
): Promise<Sharpness> => {
  const { dimension, flat, valueAndGradient, hessianTimes } = curvatureOf(network, weights, { dtype });
  const w = flat(weights);
  const product = (v: Float64Array): Promise<Float64Array> => hessianTimes(w, v);
  const [first, total] = [Math.min(steps, dimension), Math.min(steps, dimension) + probes];
  const { loss, gradient } = await valueAndGradient(w);
  const rise = await samSharpness(valueAndGradient, w, { radius, steps: ascents });
  const spectrum = await lanczos(product, dimension, { steps, seed, onProduct: (done) => onProduct?.(done, total) });
  const { trace, error } = await hutchinsonTrace(product, dimension, {
    probes,
    seed,
    onProduct: (done) => onProduct?.(first + done, total),
  });
  return {
    loss,
    gradientNorm: Math.sqrt(inner(gradient, gradient)),
    parameters: dimension,
    examples: exampleCount(network.data),
    spectrum,
    largest: spectrum.values[0],
    smallest: spectrum.values[spectrum.values.length - 1],
    trace,
    traceError: error,
    rise,
    radius,
  };
};

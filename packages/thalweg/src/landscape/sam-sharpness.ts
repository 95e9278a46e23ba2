import { ThalwegError } from "../errors/thalweg-error.ts";
import { inner } from "../solvers/krylov.ts";
import { checkCount } from "../solvers/lanczos.ts";
import type { ValueAndGradient } from "./curvature.ts";

export interface SamSharpnessOptions {
  /** How far weights may go, ‖ε‖; 0.05 unless said. */
  readonly radius?: number;
  /** Gradients that the way up follows: 1 unless said, as SAM does. */
  readonly steps?: number;
}

/**
 * How much the loss rises nearby: max L(w + ε) − L(w) over ‖ε‖ ≤ ρ, from below, by ε ← ρ·g/‖g‖ with the gradient g at
 * w + ε, as many times as `steps` says. Foret et al. 2021, arXiv:2010.01412.
 *
 * @example
 * const bowl = (w: Float64Array) => ({ loss: w[0] ** 2, gradient: w.map((x) => 2 * x) });
 * await samSharpness(bowl, Float64Array.of(1), { radius: 0.5 }); // 1.25
 */
export const samSharpness = async (
  at: (w: Float64Array) => ValueAndGradient | Promise<ValueAndGradient>,
  w: Float64Array,
  { radius = 0.05, steps = 1 }: SamSharpnessOptions = {},
): Promise<number> => {
  if (!(radius > 0 && radius < Number.POSITIVE_INFINITY)) {
    throw new ThalwegError("argument", `samSharpness: radius must be a finite number > 0, got ${radius}`);
  }
  checkCount("samSharpness", "steps", steps);
  const here = await at(w);
  let [highest, gradient] = [here.loss, here.gradient];
  for (let step = 0; step < steps; step++) {
    const norm = Math.sqrt(inner(gradient, gradient));
    if (norm === 0) break;
    const beside = await at(w.map((value, index) => value + (radius * gradient[index]) / norm));
    highest = Math.max(highest, beside.loss);
    gradient = beside.gradient;
  }
  return highest - here.loss;
};

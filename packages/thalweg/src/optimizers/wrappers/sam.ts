import { ThalwegError } from "../../errors/thalweg-error.ts";
import { flag, notNegative, readOptions } from "../options.ts";
import { type Hyper, modelTransform, type Transform } from "../transform.ts";

export interface SamOptions {
  /** ρ, how far away the gradient is taken; 0.05 unless given. */
  rho?: Hyper;
  /** Whether the distance is measured relative to each weight; false unless given. */
  adaptive?: boolean;
  /** Added to ‖g‖ before dividing; 1e-12 unless given. */
  epsilon?: Hyper;
}

const rules = { rho: notNegative, adaptive: flag, epsilon: notNegative };

/**
 * Sharpness-aware minimization: the gradient where the loss within distance ρ is largest, to first order:
 * u ← ∇f(w + e), e = ρg/(‖g‖ + ε). Foret et al. 2021, arXiv:2010.01412. Adaptive, e = ρw²g/(‖|w|g‖ + ε): Kwon
 * et al. 2021, arXiv:2102.11600, with ρ about ten times as large. First in a chain, before clips. Keeps no
 * state; takes a second gradient, so a step costs twice the time. It differentiates the function itself:
 * with minimize, the Trainer, or an Optimizer that is given its `objective`.
 *
 * @example
 * const f = (w: Tensor) => w.square().sum();
 * const { path } = await minimize(f, [3, 4], { optimizer: chain(sam({ rho: 5 }), scale(-0.5)), steps: 1 });
 * path[1]; // [-3, -4] = w − (w + e), e = 5·(6, 8)/10
 */
export const sam = (options: SamOptions = {}): Transform => {
  const config = readOptions("sam", options, rules, { rho: 0.05, adaptive: false, epsilon: 1e-12 });
  return modelTransform({
    name: "sam",
    config,
    rules,
    givesGradient: true,
    updateAll: ({ parts, rho, epsilon, objective }) => {
      if (!objective) {
        throw new ThalwegError(
          "argument",
          "sam: takes the gradient of the function at other weights; use minimize or the Trainer, or give the Optimizer its objective",
        );
      }
      const scaled = parts.map(({ update, parameter }) => (config.adaptive ? update.mul(parameter.abs()) : update));
      const total = scaled.map((part) => part.square().sum()).reduce((sum, part) => sum.add(part));
      const factor = rho.div(total.sqrt().add(epsilon));
      const away = parts.map(({ parameter }, index) => {
        const direction = config.adaptive ? scaled[index].mul(parameter.abs()) : scaled[index];
        return parameter.add(direction.mul(factor));
      });
      return objective.gradientAt(away).map((update) => ({ update }));
    },
  });
};

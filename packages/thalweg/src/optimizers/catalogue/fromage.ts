import { cosine } from "../../schedules/index.ts";
import { where } from "../../tensor/index.ts";
import { fixedNotNegative, notNegative } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { type Hyper, type Transform, transform } from "../transform.ts";

export interface FromageOptions {
  /** η, the step's length as a part of the weights'; 0.01 unless given. */
  learningRate?: Hyper;
  /** What the norms of weights and gradients are raised to at least; 0 unless given. */
  minNorm?: number;
}

const fromageStage = ({ learningRate, minNorm }: Required<FromageOptions>): Transform =>
  transform({
    name: "scaleByRelativeRate",
    scope: "tensor",
    config: { learningRate },
    rules: { learningRate: notNegative },
    knobs: ({ learningRate }) => {
      const shrink = 1 / Math.sqrt(1 + learningRate ** 2);
      return { length: -learningRate * shrink, decay: shrink - 1 };
    },
    update: ({ update, parameter, length, decay }) => {
      const [weights, gradients] = [parameter.norm().maximum(minNorm), update.norm().maximum(minNorm)];
      const ratio = where(weights.eq(0).or(gradients.eq(0)), weights.literal(1), weights.div(gradients));
      const step = update.mul(ratio.mul(length)).add(parameter.mul(decay));
      // Without a gradient there is no step to make up for.
      return { update: step.mul(gradients.ne(0).toType(step.dtype)) };
    },
  });

/**
 * Fromage: w ← (w − η(‖w‖/‖g‖)g)/√(1 + η²) for each parameter as a whole: every step turns the weights by
 * the same small angle. Bernstein et al. 2020, arXiv:2002.03432. Keeps no state. The length of a vector of
 * weights can change only slowly, and steps never get shorter unless the rate falls; a parameter of zeros
 * takes plain gradient steps.
 *
 * @example
 * const weights = { w: Float64Array.of(3, 4) };
 * new Optimizer(weights, fromage({ learningRate: 0.75 })).step({ w: [0, 2] });
 * weights.w; // Float64Array [2.4, 0.2]: (3, 4 − 0.75·5)/1.25
 */
export const fromage: Recipe<FromageOptions> = defineRecipe<FromageOptions>({
  name: "fromage",
  command: "fromage",
  summary: "Steps of a fixed length relative to the weights",
  formula: "w ← (w − η(‖w‖/‖g‖)g)/√(1 + η²)",
  source: "Bernstein et al. 2020, arXiv:2002.03432",
  memory: "0×",
  whenToUse: "GANs and transformers, where one rate fits many architectures",
  knownIssue: "Steps never get shorter by themselves; let the rate fall",
  rules: { learningRate: notNegative, minNorm: fixedNotNegative },
  defaults: { learningRate: 0.01, minNorm: 0 },
  settings: {
    ravine: { learningRate: cosine({ peak: 0.03, total: 5000 }) },
    rosenbrock: { learningRate: cosine({ peak: 0.03, total: 5000 }) },
    booth: { learningRate: cosine({ peak: 0.03, total: 5000 }) },
  },
  build: (options) => [fromageStage(options)],
});

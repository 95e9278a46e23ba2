import { where } from "../../tensor/index.ts";
import { fixedNotNegative, fixedPair } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { filled, type Transform, transform, zeroed } from "../transform.ts";

export interface RPropOptions {
  /** Length of each weight's first step; 0.01 unless given. Later lengths are state, so no schedule can give it. */
  learningRate?: number;
  /** [η⁻, η⁺], by which a length shrinks after a change of sign and grows otherwise; [0.5, 1.2] unless given. */
  etas?: readonly [number, number];
  /** The least and the greatest length; [1e-6, 50] unless given. */
  stepSizes?: readonly [number, number];
}

const rPropStage = ({ learningRate, etas, stepSizes }: Required<RPropOptions>): Transform =>
  transform({
    name: "rProp",
    config: { shrink: etas[0], grow: etas[1], least: stepSizes[0], greatest: stepSizes[1] },
    slots: { g: zeroed, d: filled(learningRate) },
    update: ({ update, g: before, d: length, shrink, grow, least, greatest }) => {
      const agreement = update.mul(before);
      const zero = agreement.literal(0);
      const factor = where(agreement.gt(zero), grow, where(agreement.lt(zero), shrink, agreement.literal(1)));
      const d = length.mul(factor).clamp(least, greatest);
      const g = where(agreement.lt(zero), zero, update);
      return { update: g.sign().mul(d).neg(), g, d };
    },
  });

/**
 * Rprop: w ← w − sign(g)·d, each weight's length d times η⁺ while its gradient keeps its sign and times η⁻
 * when that changes; after a change the weight waits for one update. Riedmiller & Braun 1993, "A Direct
 * Adaptive Method for Faster Backpropagation Learning" (without their backtracking). Memory 2×. Signs of
 * gradients of small batches change by chance, which makes all lengths shrink: it is for full batches.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * const optimizer = new Optimizer(weights, rProp({ learningRate: 0.1 }));
 * optimizer.step({ w: [10] });
 * optimizer.step({ w: [9] });
 * weights.w[0]; // 4.78 = 5 − 0.1 − 0.12
 */
export const rProp: Recipe<RPropOptions> = defineRecipe<RPropOptions>({
  name: "rProp",
  command: "rprop",
  summary: "Signs of gradients only, with a length of its own for each weight",
  formula: "d ← clamp(d·(η⁺ if g keeps its sign, η⁻ if not)), w ← w − sign(g)·d",
  source: "Riedmiller & Braun 1993",
  memory: "2×",
  whenToUse: "Full batches of small problems, where it is fast and has next to nothing to tune",
  knownIssue: "On mini-batches signs change by chance and the lengths shrink",
  rules: {
    learningRate: fixedNotNegative,
    etas: fixedPair("[η⁻, η⁺] with 0 < η⁻ < 1 < η⁺", (shrink, grow) => shrink > 0 && shrink < 1 && grow > 1),
    stepSizes: fixedPair("[least, greatest] with 0 ≤ least ≤ greatest", (a, b) => a >= 0 && a <= b),
  },
  defaults: { learningRate: 0.01, etas: [0.5, 1.2], stepSizes: [1e-6, 50] },
  settings: { ravine: {}, rosenbrock: { stepSizes: [1e-9, 50] }, booth: {} },
  build: (options) => [rPropStage(options)],
});

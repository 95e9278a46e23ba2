import { type Hyper, type Transform, transform, zeroed } from "../../optimizers/index.ts";
import { finite } from "../../optimizers/options.ts";

/** α and β of a step that counts on the last change of the gradient. */
export interface Optimism {
  /** α; 1 unless given. */
  alpha?: Hyper;
  /** β; 1 unless given. */
  beta?: Hyper;
}

export const optimismRules = { alpha: finite, beta: finite };
export const optimismDefaults = { alpha: 1, beta: 1 };

/** Optax's `scale_by_optimistic_gradient`: u ← (α + β)u − βu₋₁, at the first update αu. */
export const scaleByOptimisticGradient = (config: Required<Optimism>): Transform =>
  transform({
    name: "scaleByOptimisticGradient",
    config,
    rules: optimismRules,
    slots: { last: zeroed },
    knobs: ({ step, beta }) => ({ pull: step === 1 ? 0 : beta }),
    update: ({ update, last, alpha, pull }) => ({
      update: update.mul(alpha.add(pull)).sub(last.mul(pull)),
      last: update,
    }),
  });

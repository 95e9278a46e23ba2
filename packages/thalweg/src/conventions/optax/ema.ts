import { averageUpdates, type Hyper, type Transform } from "../../optimizers/index.ts";

export interface OptaxEmaOptions {
  /** Whether the average is divided by 1 − βᵗ; true unless given. */
  debias?: boolean;
}

/**
 * `optax.ema`: our `averageUpdates`, m ← βm + (1 − β)u, u ← m/(1 − βᵗ). Memory 1×.
 *
 * @example
 * const averaged = chain(optax.ema(0.9), optax.sgd({ learningRate: 0.1 }));
 */
export const ema = (decay: Hyper, { debias = true }: OptaxEmaOptions = {}): Transform =>
  averageUpdates({ beta: decay, biasCorrection: debias });

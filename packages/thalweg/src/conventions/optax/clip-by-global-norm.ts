import { type Hyper, clipByGlobalNorm as ours, type Transform } from "../../optimizers/index.ts";

/**
 * `optax.clip_by_global_norm`: u ← u·min(1, c/‖u‖) with the norm of all parameters together, exactly as ours.
 * Keeps no state.
 *
 * @example
 * const clipped = chain(optax.clipByGlobalNorm(1), optax.adamw({ learningRate: 1e-3 }));
 */
export const clipByGlobalNorm = (maxNorm: Hyper): Transform => ours(maxNorm);

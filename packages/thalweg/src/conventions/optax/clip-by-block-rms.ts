import { type Hyper, clipByBlockRms as ours, type Transform } from "../../optimizers/index.ts";

/**
 * `optax.clip_by_block_rms`: u ← u/max(1, rms(u)/c) for each parameter, exactly as ours. Keeps no state.
 *
 * @example
 * const clipped = chain(optax.clipByBlockRms(1), optax.sgd({ learningRate: 0.1 }));
 */
export const clipByBlockRms = (threshold: Hyper): Transform => ours(threshold);

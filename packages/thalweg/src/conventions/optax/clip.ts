import { clipByValue, type Hyper, type Transform } from "../../optimizers/index.ts";

/**
 * `optax.clip`: our `clipByValue`, u ← min(max(u, −c), c). Keeps no state.
 *
 * @example
 * const clipped = chain(optax.clip(0.5), optax.sgd({ learningRate: 0.1 }));
 */
export const clip = (maxDelta: Hyper): Transform => clipByValue(maxDelta);

import { adaptiveClip, type Hyper, type Transform } from "../../optimizers/index.ts";

export interface OptaxAdaptiveGradClipOptions {
  /** ε: weights with a smaller norm count as if theirs were ε; 1e-3 unless given. */
  epsilon?: Hyper;
}

/**
 * `optax.adaptive_grad_clip`: our `adaptiveClip`, u ← u·min(1, c·max(‖w‖, ε)/‖u‖) for each unit. Keeps no state.
 *
 * @example
 * const clipped = chain(optax.adaptiveGradClip(0.01), optax.sgd({ learningRate: 0.1 }));
 */
export const adaptiveGradClip = (clipping: Hyper, options: OptaxAdaptiveGradClipOptions = {}): Transform =>
  adaptiveClip(clipping, options);

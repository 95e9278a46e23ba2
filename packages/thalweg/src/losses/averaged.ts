import type { Tensor } from "../tensor/index.ts";

/**
 * The mean of losses [batch, ...], all positions alike; with weights [batch] the weighted mean
 * Σ wᵢ·lossᵢ / Σ wᵢ of the examples.
 */
export const averaged = (losses: Tensor, weights?: Tensor): Tensor => {
  if (!weights) return losses.mean();
  const examples = losses.reshape([losses.shape[0], -1]).mean(1);
  return weightedMean(examples, weights.reshape([-1]).toType(losses.dtype));
};

/** Σ w·x / Σ w, and 0 where all weights are. */
export const weightedMean = (x: Tensor, w: Tensor): Tensor => {
  const total = w.sum();
  // Positive totals are far above this, and a sum of nothing stays 0.
  return x
    .mul(w)
    .sum()
    .div(total.maximum(total.literal(1e-30)));
};

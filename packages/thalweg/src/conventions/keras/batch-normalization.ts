import { type BatchNormOptions, batchNorm, type Layer } from "../../layers/index.ts";

/** Keras's own settings are left to its defaults here. */
export interface KerasBatchNormalizationOptions extends Omit<BatchNormOptions, "unbiased"> {}

/**
 * `keras.layers.BatchNormalization` over the last axis: momentum 0.99, ε 1e-3, and a moving variance that
 * averages the batch's (biased) variance. Our `batchNorm` differs in its defaults alone: 0.9 and 1e-5.
 *
 * @example
 * const model = sequential([flatten(), dense(32, { bias: false }), keras.batchNormalization(), relu(), dense(10)]);
 */
export const batchNormalization = (options: KerasBatchNormalizationOptions = {}): Layer =>
  batchNorm({ momentum: 0.99, epsilon: 1e-3, ...options, unbiased: false });

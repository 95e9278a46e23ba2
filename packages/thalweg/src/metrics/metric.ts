import type { Tensor } from "../tensor/index.ts";

/**
 * What is measured beside the loss. Sums, so that uneven batches average exactly: the value of a metric
 * is the sum over all batches divided by the number of examples.
 */
export interface Metric {
  readonly name: string;
  /** Which values are improvements. */
  readonly better: "higher" | "lower";
  /** The sum over the batch, a scalar. output, target: [batch, ...]. */
  apply(output: Tensor, target: Tensor): Tensor;
}

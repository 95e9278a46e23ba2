import type { Shape } from "../graph/index.ts";
import type { Tensor } from "../tensor/index.ts";

/**
 * What is measured beside the loss. A batch gives sums; what they come to over all batches is made into the
 * value on the host, so that uneven batches count exactly, whatever the value is.
 */
export interface Metric {
  readonly name: string;
  /** Which values are improvements. */
  readonly better: "higher" | "lower";
  /** How many sums a batch gives, for outputs of this shape (without the batch axis); 1 when left out. */
  sums?(outputShape: Shape): number;
  /** Sums over the batch: a scalar, or [sums]. output, target: [batch, ...]. */
  apply(output: Tensor, target: Tensor): Tensor;
  /** The value, from the sums over all examples; the one sum divided by the examples when left out. */
  finish?(sums: readonly number[], examples: number): number;
}

/** How many sums a metric takes. */
export const sumCount = (metric: Metric, outputShape: Shape): number => metric.sums?.(outputShape) ?? 1;

/** The value of a metric over examples whose sums these are. */
export const metricValue = (metric: Metric, sums: readonly number[], examples: number): number => {
  if (examples === 0) return Number.NaN;
  return metric.finish ? metric.finish(sums, examples) : sums[0] / examples;
};

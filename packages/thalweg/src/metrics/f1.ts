import { type ClassAverageOptions, classMetric } from "./class-counts.ts";
import type { Metric } from "./metric.ts";

/**
 * F1 = 2·precision·recall/(precision + recall), their harmonic mean. output and targets as `accuracy` takes
 * them; averaged over classes, see `average`. It is that of the whole data set, not a mean over batches.
 *
 * @example
 * // one class: 3 right among 4 predicted, of 6 there are
 * f1().finish?.([3, 4, 6], 10); // 0.6
 */
export const f1 = (options: ClassAverageOptions = {}): Metric =>
  classMetric("f1", options, ({ hits, predicted, actual }) => (2 * hits) / (predicted + actual));

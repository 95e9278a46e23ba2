import { type ClassAverageOptions, classMetric } from "./class-counts.ts";
import type { Metric } from "./metric.ts";

/**
 * Recall: of a class's examples, the share that was predicted as it. output and targets as `accuracy` takes
 * them; averaged over classes, see `average`; 0 for a class without examples.
 *
 * @example
 * // one class: 3 right among 4 predicted, of 6 there are
 * recall().finish?.([3, 4, 6], 10); // 0.5
 */
export const recall = (options: ClassAverageOptions = {}): Metric =>
  classMetric("recall", options, ({ hits, actual }) => hits / actual);

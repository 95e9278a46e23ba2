import { type ClassAverageOptions, classMetric } from "./class-counts.ts";
import type { Metric } from "./metric.ts";

/**
 * Precision: of what was predicted as a class, the share that is. output and targets as `accuracy` takes them;
 * averaged over classes, see `average`; 0 for a class that was never predicted.
 *
 * @example
 * // one class: 3 right among 4 predicted, of 6 there are
 * precision().finish?.([3, 4, 6], 10); // 0.75
 */
export const precision = (options: ClassAverageOptions = {}): Metric =>
  classMetric("precision", options, ({ hits, predicted }) => hits / predicted);

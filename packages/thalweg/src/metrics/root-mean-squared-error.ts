import { mse } from "../losses/index.ts";
import { asMetric } from "./as-metric.ts";
import type { Metric } from "./metric.ts";

/**
 * Root mean squared error √((1/n) Σ (y − ŷ)²) over all examples and outputs, in the target's unit.
 *
 * @example
 * const metric = rootMeanSquaredError();
 * metric.finish?.([32, 2], 2); // 4
 */
export const rootMeanSquaredError = (): Metric => {
  const squared = asMetric(mse(), { name: "rootMeanSquaredError" });
  return { ...squared, finish: (sums, examples) => Math.sqrt(squared.finish?.(sums, examples) ?? Number.NaN) };
};

import { type CrossEntropyOptions, crossEntropy } from "../losses/index.ts";
import { asMetric } from "./as-metric.ts";
import type { Metric } from "./metric.ts";

/**
 * Perplexity e^(cross-entropy in nats): between how many equally likely classes a model is undecided. output:
 * [batch, ..., classes], logits unless said; targets: labels [batch, ...].
 *
 * @example
 * const metric = perplexity();
 * const sums = await metric.apply(tensor([[0, 0, 0]]), tensor(Int32Array.of(1), [1])).data();
 * Math.round(metric.finish?.([...sums], 1) ?? 0); // 3
 */
export const perplexity = (options: Pick<CrossEntropyOptions, "from" | "ignoreIndex"> = {}): Metric => {
  const entropy = asMetric(crossEntropy(options), { name: "perplexity" });
  return { ...entropy, finish: (sums, examples) => Math.exp(entropy.finish?.(sums, examples) ?? Number.NaN) };
};

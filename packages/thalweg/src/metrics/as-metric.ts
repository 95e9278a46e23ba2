import type { Loss } from "../losses/index.ts";
import { stack } from "../tensor/index.ts";
import type { Metric } from "./metric.ts";

/**
 * A loss as a metric, under its name: what is minimized by one may be reported by another. output and target
 * are as the loss takes them.
 *
 * @example
 * const trainer = new Trainer({ model: dense(1), loss: huber(), optimizer: adam(), metrics: [asMetric(mae())] });
 */
export const asMetric = (loss: Loss, { name = loss.name }: { readonly name?: string } = {}): Metric => ({
  name,
  better: "lower",
  sums: () => 2,
  apply: (output, target) => {
    const mean = loss.apply(output, target).toType("float64");
    const share = loss.share?.(output, target).toType("float64") ?? mean.literal(output.shape[0]);
    return stack([mean.mul(share), share]);
  },
  finish: ([sum, share]) => (share === 0 ? 0 : sum / share),
});

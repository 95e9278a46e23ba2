import { sizeOf } from "../graph/index.ts";
import { concat } from "../tensor/index.ts";
import type { Metric } from "./metric.ts";

/**
 * Coefficient of determination R² = 1 − Σ(y − ŷ)² / Σ(y − mean y)², by output, and the mean of all outputs:
 * 1 is perfect, 0 no better than the mean. Where targets do not vary it is 1 for perfect outputs, else 0.
 * output, target: [batch, ...].
 *
 * @example
 * const metric = r2();
 * const sums = await metric.apply(tensor([[1], [2], [4]]), tensor([[1], [2], [3]])).data();
 * metric.finish?.([...sums], 3); // 0.5
 */
export const r2 = (): Metric => ({
  name: "r2",
  better: "higher",
  sums: (outputShape) => 3 * sizeOf(outputShape),
  apply: (output, target) => {
    // Sums of squares lose the variance of distant targets in float32.
    const [guess, truth] = [output, target].map((x) => x.toType("float64").reshape([output.shape[0], -1]));
    return concat([truth.sub(guess).square().sum(0), truth.sum(0), truth.square().sum(0)]);
  },
  finish: (sums, examples) => {
    const outputs = sums.length / 3;
    const scores = Array.from({ length: outputs }, (_, output) => {
      const [missed, sum, squares] = [0, 1, 2].map((part) => sums[part * outputs + output]);
      const spread = Math.max(squares - sum ** 2 / examples, 0);
      if (spread === 0) return missed === 0 ? 1 : 0;
      return 1 - missed / spread;
    });
    return scores.reduce((total, score) => total + score, 0) / outputs;
  },
});

import { halfCosine, progress, straight } from "./progress.ts";
import type { Schedule } from "./schedule.ts";
import { defineShape } from "./shape.ts";

export interface WarmupCosineOptions {
  /** Value at the end of warmup. */
  peak: number;
  /** W: steps of warmup, usually 1–10 % of all. */
  warmup: number;
  /** T: steps of warmup and decay together. */
  total: number;
  /** Value from step `total` on; 0 unless given. */
  floor?: number;
  /** Value at step 0; 0 unless given. */
  from?: number;
}

/**
 * Linear warmup to the peak, then half a cosine to the floor: peak·t/W for t < W, then
 * floor + ½(peak − floor)(1 + cos π(t − W)/(T − W)), the floor after T.
 * Goyal et al. 2017, arXiv:1706.02677; Loshchilov & Hutter 2017, arXiv:1608.03983.
 *
 * @example
 * const rate = warmupCosine({ peak: 1e-3, warmup: 100, total: 1000 });
 * rate(50); // 0.0005
 * rate(700); // 0.00025
 */
export const warmupCosine = (options: WarmupCosineOptions): Schedule => warmupCosineShape.create(options);

export const warmupCosineShape = defineShape({
  kind: "warmupCosine",
  summary: "Linear warmup to the peak, then half a cosine to the floor",
  formula: "from + (peak − from)·t/warmup, then floor + ½(peak − floor)(1 + cos(π·(t − warmup)/(total − warmup)))",
  source: "Goyal et al. 2017, arXiv:1706.02677; Loshchilov & Hutter 2017, arXiv:1608.03983",
  required: ["peak", "warmup", "total"],
  defaults: { floor: 0, from: 0 },
  says: {
    peak: "highest value, ≥ 0",
    warmup: "steps until the peak, a whole number ≥ 0",
    total: "all steps, warmup included, a whole number ≥ 1",
    floor: "value from step `total` on, in [0, peak]",
    from: "value at step 0, ≥ 0",
  },
  example: {
    options: { peak: 1e-3, warmup: 100, total: 1000 },
    code: "warmupCosine({ peak: 1e-3, warmup: 100, total: 1000 })",
  },
  at: (options) => {
    const { peak, floor } = options.span();
    const from = options.rate("from");
    const warmup = options.count("warmup", 0);
    const total = options.count("total");
    options.require(warmup <= total, `warmup must be ≤ total, got ${warmup} of ${total} steps`);
    return (t) =>
      t < warmup ? straight(from, peak, progress(t, 0, warmup)) : halfCosine(peak, floor, progress(t, warmup, total));
  },
});

import { halfCosine, progress, straight } from "./progress.ts";
import type { Schedule } from "./schedule.ts";
import { defineShape } from "./shape.ts";

const falls = {
  linear: straight,
  cosine: halfCosine,
  squareRoot: (start: number, end: number, part: number): number => start + (end - start) * Math.sqrt(part),
};

export interface WarmupStableDecayOptions {
  /** Value between warmup and decay. */
  peak: number;
  /** Steps of warmup. */
  warmup: number;
  /** Steps of decay, the last of `total`. */
  decay: number;
  /** All steps together. */
  total: number;
  /** Value from step `total` on; 0 unless given. */
  floor?: number;
  /** How it falls: "linear" (default), "cosine" or "squareRoot" (1 − √, fast at first). */
  fall?: keyof typeof falls;
}

/**
 * Warmup, a constant stretch, and a decay in the last D of T steps: peak·t/W; peak; then from peak to floor.
 * Hu et al. 2024, arXiv:2404.06395; the 1 − √ decay: Hägele et al. 2024, arXiv:2405.18392.
 *
 * @example
 * const rate = warmupStableDecay({ peak: 1e-3, warmup: 100, decay: 200, total: 1000 });
 * rate(500); // 0.001
 * rate(900); // 0.0005
 */
export const warmupStableDecay = (options: WarmupStableDecayOptions): Schedule =>
  warmupStableDecayShape.create(options);

export const warmupStableDecayShape = defineShape({
  kind: "warmupStableDecay",
  summary: "Linear warmup, a constant stretch, a decay at the end",
  formula: "peak·t/warmup; peak; peak + (floor − peak)·f((t − total + decay)/decay), f linear, cosine or √",
  source: "Hu et al. 2024, arXiv:2404.06395; Hägele et al. 2024, arXiv:2405.18392",
  required: ["peak", "warmup", "decay", "total"],
  defaults: { floor: 0, fall: "linear" },
  says: {
    peak: "value between warmup and decay, ≥ 0",
    warmup: "steps until the peak, a whole number ≥ 0",
    decay: "last steps, in which it falls, a whole number ≥ 0",
    total: "all steps together, a whole number ≥ 1",
    floor: "value from step `total` on, in [0, peak]",
    fall: "how it falls: linear, cosine or squareRoot",
  },
  example: {
    options: { peak: 1e-3, warmup: 100, decay: 200, total: 1000 },
    code: "warmupStableDecay({ peak: 1e-3, warmup: 100, decay: 200, total: 1000 })",
  },
  at: (options) => {
    const { peak, floor } = options.span();
    const warmup = options.count("warmup", 0);
    const decay = options.count("decay", 0);
    const total = options.count("total");
    const fall = falls[options.choice("fall", ["linear", "cosine", "squareRoot"])];
    options.require(
      warmup + decay <= total,
      `warmup and decay must fit into total, got ${warmup} + ${decay} of ${total} steps`,
    );
    return (t) =>
      t < warmup ? straight(0, peak, progress(t, 0, warmup)) : fall(peak, floor, progress(t, total - decay, total));
  },
});

import { halfCosine } from "./progress.ts";
import type { Schedule } from "./schedule.ts";
import { defineShape } from "./shape.ts";

export interface CosineRestartsOptions {
  /** Value at step 0. */
  peak: number;
  /** Value that each period falls towards; 0 unless given. */
  floor?: number;
  /** T₀: steps of the first period. */
  period: number;
  /** T_mult: each period is so many times as long as the one before; 1 unless given. */
  growth?: number;
  /** Each period starts at so much of the height over the floor of the one before; 1 unless given. */
  shrink?: number;
}

/**
 * Cosine with warm restarts: in period i, η(t) = floor + ½(peak − floor)·sⁱ·(1 + cos π(t − tᵢ)/Tᵢ), Tᵢ = T₀·T_multⁱ.
 * Loshchilov & Hutter 2017, arXiv:1608.03983. A restart reaches the peak; the floor itself is never reached.
 *
 * @example
 * const rate = cosineRestarts({ peak: 0.1, period: 10, growth: 2 });
 * rate(5); // 0.05
 * rate(10); // 0.1
 * rate(20); // 0.05
 */
export const cosineRestarts = (options: CosineRestartsOptions): Schedule => cosineRestartsShape.create(options);

/** Which period `t` falls in, and how far into it, for periods of T₀, T₀·g, T₀·g², … steps. */
const periodOf = (t: number, period: number, growth: number): { index: number; part: number } => {
  if (growth === 1) return { index: Math.floor(t / period), part: (t % period) / period };
  let index = 0;
  let start = 0;
  let length = period;
  while (t >= start + length) {
    start += length;
    length *= growth;
    index++;
  }
  return { index, part: (t - start) / length };
};

export const cosineRestartsShape = defineShape({
  kind: "cosineRestarts",
  summary: "Cosine with warm restarts",
  formula: "floor + ½(peak − floor) · shrinkⁱ · (1 + cos(π·(t − tᵢ)/Tᵢ)), Tᵢ = period · growthⁱ",
  source: "Loshchilov & Hutter 2017, arXiv:1608.03983",
  required: ["peak", "period"],
  defaults: { floor: 0, growth: 1, shrink: 1 },
  says: {
    peak: "value at step 0, ≥ 0",
    period: "steps of the first period, a whole number ≥ 1",
    floor: "value that each period falls towards, in [0, peak]",
    growth: "how many times as long as the one before each period is, ≥ 1",
    shrink: "height of each period as a part of the one before, > 0",
  },
  example: {
    options: { peak: 1e-3, period: 100, growth: 2 },
    code: "cosineRestarts({ peak: 1e-3, period: 100, growth: 2 })",
  },
  at: (options) => {
    const { peak, floor } = options.span();
    const period = options.count("period");
    const growth = options.number("growth", "≥ 1", (value) => value >= 1);
    const shrink = options.positive("shrink");
    return (t) => {
      const { index, part } = periodOf(t, period, growth);
      return halfCosine(floor + (peak - floor) * shrink ** index, floor, part);
    };
  },
});

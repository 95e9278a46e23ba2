import { halfCosine, progress, straight } from "./progress.ts";
import type { Schedule } from "./schedule.ts";
import { defineShape } from "./shape.ts";

export interface OneCycleOptions {
  /** Value at the top of the cycle. */
  peak: number;
  /** All steps of the cycle. */
  total: number;
  /** Fraction of `total` at which the peak is reached; 0.3 unless given. */
  rise?: number;
  /** Fraction of `total` at which the value is back at `initial`, before it falls to `final`; none unless given. */
  fall?: number | null;
  /** Value at step 0; peak/25 unless given. */
  initial?: number | null;
  /** Value from step `total` on; initial/10000 unless given. */
  final?: number | null;
  /** How it moves between them: "cosine" (default) or "linear". */
  anneal?: "cosine" | "linear";
}

/**
 * One cycle: up to a high peak, then down to almost nothing. Smith & Topin 2019, arXiv:1708.07120.
 *
 * initial → peak at rise·T → final at T; with `fall`, initial → peak → initial at fall·T → final. For a momentum
 * that moves against the rate, give `initial: 0.95, peak: 0.85, final: 0.95`.
 *
 * @example
 * const rate = oneCycle({ peak: 1, total: 100 });
 * rate(0); // 0.04
 * rate(30); // 1
 */
export const oneCycle = (options: OneCycleOptions): Schedule => oneCycleShape.create(options);

export const oneCycleShape = defineShape({
  kind: "oneCycle",
  summary: "Up to a high peak, then down to almost nothing",
  formula: "initial → peak at rise·total (→ initial at fall·total) → final at total, by half cosines or lines",
  source: "Smith & Topin 2019, arXiv:1708.07120",
  required: ["peak", "total"],
  defaults: { rise: 0.3, fall: null, initial: null, final: null, anneal: "cosine" },
  says: {
    peak: "highest value, ≥ 0",
    total: "all steps of the cycle, a whole number ≥ 1",
    rise: "part of `total` at which the peak is reached, in [0, 1]",
    fall: "part of `total` at which it is back at initial, in [rise, 1]; no such stop unless given",
    initial: "value at step 0, ≥ 0; peak/25 unless given",
    final: "value from step `total` on, ≥ 0; initial/10000 unless given",
    anneal: "how it moves between them: cosine or linear",
  },
  example: { options: { peak: 0.1, total: 1000 }, code: "oneCycle({ peak: 0.1, total: 1000 })" },
  at: (options) => {
    const peak = options.rate("peak");
    const total = options.count("total");
    const rise = options.fraction("rise");
    const fall = options.has("fall") ? options.fraction("fall") : rise;
    options.require(rise <= fall, `rise must be ≤ fall, got ${rise} and ${fall}`);
    const initial = options.has("initial") ? options.rate("initial") : peak / 25;
    const final = options.has("final") ? options.rate("final") : initial / 1e4;
    const between = options.choice("anneal", ["cosine", "linear"]) === "cosine" ? halfCosine : straight;
    const top = rise * total;
    const back = fall * total;
    const last = options.has("fall") ? initial : peak;
    return (t) => {
      if (t < top) return between(initial, peak, progress(t, 0, top));
      if (t < back) return between(peak, initial, progress(t, top, back));
      return between(last, final, progress(t, back, total));
    };
  },
});

import { progress, straight } from "./progress.ts";
import type { Schedule } from "./schedule.ts";
import { defineShape } from "./shape.ts";

export interface InverseSquareRootOptions {
  /** Value at the end of warmup. */
  peak: number;
  /** W: steps of warmup. */
  warmup: number;
  /** Value at step 0, from where warmup rises in a line; the peak unless given. */
  from?: number | null;
}

/**
 * Inverse square root after warmup: η(t) = peak·√(W/max(t, W)).
 *
 * Before step W the peak is held (Raffel et al. 2020, arXiv:1910.10683); with `from`, a line leads there:
 * `from: 0` is the schedule of Vaswani et al. 2017, arXiv:1706.03762.
 *
 * @example
 * const rate = inverseSquareRoot({ peak: 1e-3, warmup: 100, from: 0 });
 * rate(50); // 0.0005
 * rate(400); // 0.0005
 */
export const inverseSquareRoot = (options: InverseSquareRootOptions): Schedule =>
  inverseSquareRootShape.create(options);

export const inverseSquareRootShape = defineShape({
  kind: "inverseSquareRoot",
  summary: "Inverse square root after warmup",
  formula: "peak · √(warmup/max(t, warmup)); before warmup a line from `from` (the peak unless given)",
  source: "Vaswani et al. 2017, arXiv:1706.03762; Raffel et al. 2020, arXiv:1910.10683",
  required: ["peak", "warmup"],
  defaults: { from: null },
  says: {
    peak: "value at the end of warmup, ≥ 0",
    warmup: "steps of warmup, a whole number ≥ 1",
    from: "value at step 0, ≥ 0; the peak unless given",
  },
  example: {
    options: { peak: 1e-3, warmup: 100, from: 0 },
    code: "inverseSquareRoot({ peak: 1e-3, warmup: 100, from: 0 })",
  },
  at: (options) => {
    const peak = options.rate("peak");
    const warmup = options.count("warmup");
    const from = options.has("from") ? options.rate("from") : peak;
    return (t) => (t < warmup ? straight(from, peak, progress(t, 0, warmup)) : peak * Math.sqrt(warmup / t));
  },
});

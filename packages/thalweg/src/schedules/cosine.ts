import { halfCosine, progress } from "./progress.ts";
import type { Schedule } from "./schedule.ts";
import { defineShape } from "./shape.ts";

export interface CosineOptions {
  /** η_max: value at step 0. */
  peak: number;
  /** η_min: value at step `total`; 0 unless given. */
  floor?: number;
  /** T: steps from peak to floor. */
  total: number;
  /** Whether the value rises again after `total`, as PyTorch's CosineAnnealingLR does; false: the floor is held. */
  periodic?: boolean;
  /** p of (½(1 + cos πt/T))ᵖ, as Optax's `exponent`; above 1 it falls sooner; 1 unless given. */
  power?: number;
}

/**
 * Half a cosine from peak to floor: η(t) = η_min + ½(η_max − η_min)(1 + cos πt/T), η_min after T.
 * Loshchilov & Hutter 2017, arXiv:1608.03983.
 *
 * @example
 * const rate = cosine({ peak: 0.1, total: 100 });
 * rate(50); // 0.05
 * rate(100); // 0
 */
export const cosine = (options: CosineOptions): Schedule => cosineShape.create(options);

export const cosineShape = defineShape({
  kind: "cosine",
  summary: "Half a cosine from peak to floor, then held",
  formula: "floor + (peak − floor)(½(1 + cos(π·t/total)))^power",
  source: "Loshchilov & Hutter 2017, arXiv:1608.03983",
  required: ["peak", "total"],
  defaults: { floor: 0, periodic: false, power: 1 },
  says: {
    peak: "value at step 0, ≥ 0",
    total: "steps from peak to floor, a whole number ≥ 1",
    floor: "value at step `total`, in [0, peak]",
    periodic: "whether it rises again after `total`",
    power: "exponent, > 0; above 1 it falls sooner",
  },
  example: { options: { peak: 1e-3, total: 1000 }, code: "cosine({ peak: 1e-3, total: 1000 })" },
  at: (options) => {
    const { peak, floor } = options.span();
    const total = options.count("total");
    const periodic = options.flag("periodic");
    const power = options.positive("power");
    const part = (t: number): number => (periodic ? t / total : progress(t, 0, total));
    if (power === 1) return (t) => halfCosine(peak, floor, part(t));
    return (t) => floor + (peak - floor) * halfCosine(1, 0, part(t)) ** power;
  },
});

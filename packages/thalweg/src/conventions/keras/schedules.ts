import { ThalwegError } from "../../errors/thalweg-error.ts";
import {
  cosine,
  cosineRestarts,
  exponential,
  inverseTime,
  joined,
  polynomial,
  type Schedule,
  staircase,
  warmupCosine,
} from "../../schedules/index.ts";

export interface KerasDecayOptions {
  /** The rate at step 0. */
  initial: number;
  /** What `every` steps make of it. */
  decay: number;
  /** Keras's `decay_steps`. */
  every: number;
  /** Whether whole multiples of `every` alone count; false unless given. */
  staircase?: boolean;
}

/**
 * `keras.optimizers.schedules.ExponentialDecay`: η₀·d^(t/k), with `staircase` η₀·d^⌊t/k⌋.
 *
 * @example
 * keras.exponentialDecay({ initial: 0.1, decay: 0.5, every: 10, staircase: true })(19); // 0.05
 */
export const exponentialDecay = ({ staircase: isStairs = false, ...options }: KerasDecayOptions): Schedule =>
  isStairs ? staircase(options) : exponential(options);

/**
 * `keras.optimizers.schedules.InverseTimeDecay`: η₀/(1 + d·t/k), with `staircase` η₀/(1 + d·⌊t/k⌋).
 *
 * @example
 * keras.inverseTimeDecay({ initial: 0.1, decay: 1, every: 10 })(10); // 0.05
 */
export const inverseTimeDecay = (options: KerasDecayOptions): Schedule => inverseTime(options);

export interface KerasPolynomialDecayOptions {
  /** The rate at step 0. */
  initial: number;
  /** The rate from step `total` on; 1e-4 unless given. */
  final?: number;
  /** Keras's `decay_steps`. */
  total: number;
  /** 1 unless given. */
  power?: number;
  /** Whether to go on with cycles of 2, 3 … times `total`; false unless given. */
  cycle?: boolean;
}

/**
 * `keras.optimizers.schedules.PolynomialDecay`: final + (η₀ − final)(1 − t/T)^p. Ours ends at 0 unless `final` is
 * given, Keras's at 1e-4.
 *
 * @example
 * keras.polynomialDecay({ initial: 0.1, total: 100 })(200); // 0.0001
 */
export const polynomialDecay = ({ final = 1e-4, ...options }: KerasPolynomialDecayOptions): Schedule =>
  polynomial({ final, ...options });

export interface KerasCosineDecayOptions {
  /** The rate at step 0: the peak, or where warmup starts. */
  initial: number;
  /** Steps of the decay, without those of the warmup. */
  total: number;
  /** The last rate as a part of the peak; 0 unless given. */
  alpha?: number;
  /** Where warmup ends; it is left out unless given. */
  peak?: number;
  /** Steps of the warmup; 0 unless given. */
  warmup?: number;
}

/**
 * `keras.optimizers.schedules.CosineDecay`: η₀(α + ½(1 − α)(1 + cos πt/T)), after a linear warmup to `peak` if that is
 * given. `total` counts the decay alone; in our `warmupCosine` it counts the warmup, too.
 *
 * @example
 * const rate = keras.cosineDecay({ initial: 0, peak: 0.1, warmup: 10, total: 40, alpha: 0.1 });
 * rate(5); // 0.05
 * rate(50); // 0.01
 */
export const cosineDecay = ({ initial, total, alpha = 0, peak, warmup = 0 }: KerasCosineDecayOptions): Schedule =>
  peak === undefined
    ? cosine({ peak: initial, floor: initial * alpha, total })
    : warmupCosine({ from: initial, peak, floor: peak * alpha, warmup, total: warmup + total });

export interface KerasCosineDecayRestartsOptions {
  /** The rate at step 0. */
  initial: number;
  /** Steps of the first period. */
  period: number;
  /** Each period is so many times as long as the one before; 2 unless given. */
  growth?: number;
  /** Each period starts at so much of the height over the floor of the one before; 1 unless given. */
  shrink?: number;
  /** The floor as a part of `initial`; 0 unless given. */
  alpha?: number;
}

/**
 * `keras.optimizers.schedules.CosineDecayRestarts`: η₀(α + ½(1 − α)·sⁱ·(1 + cos π(t − tᵢ)/Tᵢ)). Periods double unless
 * `growth` is given; ours stay as long.
 *
 * @example
 * const rate = keras.cosineDecayRestarts({ initial: 0.1, period: 10 });
 * rate(10); // 0.1
 * rate(20); // 0.05
 */
export const cosineDecayRestarts = ({
  initial,
  growth = 2,
  alpha = 0,
  ...options
}: KerasCosineDecayRestartsOptions): Schedule =>
  cosineRestarts({ peak: initial, floor: initial * alpha, growth, ...options });

export interface KerasPiecewiseConstantDecayOptions {
  /** Steps after which the next value holds, rising. */
  boundaries: readonly number[];
  /** One more than there are boundaries. */
  values: readonly number[];
}

/**
 * `keras.optimizers.schedules.PiecewiseConstantDecay`: values[i] up to and at boundaries[i]. Our `joined` moves on at
 * `until` itself, one step earlier.
 *
 * @example
 * const rate = keras.piecewiseConstantDecay({ boundaries: [10, 30], values: [0.1, 0.05, 0.01] });
 * rate(10); // 0.1
 * rate(11); // 0.05
 */
export const piecewiseConstantDecay = ({ boundaries, values }: KerasPiecewiseConstantDecayOptions): Schedule => {
  if (values.length !== boundaries.length + 1) {
    throw new ThalwegError(
      "argument",
      `keras.piecewiseConstantDecay: values must be ${boundaries.length + 1}, one more than boundaries, got ${values.length}`,
    );
  }
  return joined(
    values.map((schedule, index) =>
      index < boundaries.length ? { until: boundaries[index] + 1, schedule } : { schedule },
    ),
  );
};

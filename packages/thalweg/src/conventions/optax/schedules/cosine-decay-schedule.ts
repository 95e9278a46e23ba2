import { cosine, type Schedule } from "../../../schedules/index.ts";

export interface OptaxCosineDecayOptions {
  /** Value at step 0. */
  initial: number;
  /** Steps until the end. */
  total: number;
  /** The last value as a part of the first; 0 unless given. */
  alpha?: number;
  /** Optax's `exponent`; 1 unless given. */
  power?: number;
}

/**
 * `optax.cosine_decay_schedule`: initial·(α + (1 − α)·(½(1 + cos πt/total))^power), held after.
 *
 * @example
 * const rate = optax.cosineDecaySchedule({ initial: 0.1, total: 50, alpha: 0.1 });
 * rate(50); // 0.01
 */
export const cosineDecaySchedule = ({ initial, total, alpha = 0, power }: OptaxCosineDecayOptions): Schedule =>
  cosine({ peak: initial, total, floor: alpha * initial, power });

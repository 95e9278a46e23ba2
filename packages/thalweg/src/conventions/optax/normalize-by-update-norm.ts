import { type Hyper, normalizeByUpdateNorm as ours, type Transform } from "../../optimizers/index.ts";

export interface OptaxNormalizeOptions {
  /** c, the length that updates get; 1 unless given. */
  scaleFactor?: Hyper;
  /** Added to ‖u‖ before dividing; 1e-6 unless given. */
  epsilon?: Hyper;
}

/**
 * `optax.normalize_by_update_norm`: u ← c·u/(‖u‖ + ε) with the norm of all parameters together, exactly as ours.
 * Keeps no state.
 *
 * @example
 * const normalized = chain(optax.normalizeByUpdateNorm(), scale(-0.01));
 */
export const normalizeByUpdateNorm = ({ scaleFactor = 1, epsilon = 1e-6 }: OptaxNormalizeOptions = {}): Transform =>
  ours({ length: scaleFactor, epsilon });

import { type AdamScaling, scaleByAdam, scaleByNAdam, type Transform } from "../../optimizers/index.ts";

/** Optax's `scale_by_adam`: with `nesterov`, β₁m/(1 − β₁ᵗ⁺¹) + (1 − β₁)g/(1 − β₁ᵗ) takes the place of m̂. */
export const adamDirection = (moments: AdamScaling, nesterov: boolean): Transform =>
  nesterov ? scaleByNAdam({ ...moments, momentumForm: "constant" }) : scaleByAdam(moments);

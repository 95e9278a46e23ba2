import { grad, hvp } from "../autodiff/index.ts";
import type { Tensor } from "../tensor/index.ts";
import type { Objective } from "./transform.ts";

/** What rules may ask of a function of the weights, one tensor a block. */
export const objectiveOf = (f: (weights: readonly Tensor[]) => Tensor, weights: readonly Tensor[]): Objective => ({
  gradientAt: (others) => grad(f)(others),
  hessianTimes: (vector) => hvp(f, weights, vector),
});

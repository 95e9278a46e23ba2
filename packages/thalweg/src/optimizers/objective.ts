import { grad, hvp } from "../autodiff/index.ts";
import type { Tensor } from "../tensor/index.ts";
import type { Objective } from "./transform.ts";

/**
 * What rules may ask of a function of the weights, one tensor a block. What they get is also handed to `seen`,
 * because nothing that is not finite must reach the weights.
 */
export const objectiveOf = (
  f: (weights: readonly Tensor[]) => Tensor,
  weights: readonly Tensor[],
  seen: (gradients: readonly Tensor[]) => void = () => {},
): Objective => {
  const shown = (gradients: readonly Tensor[]): readonly Tensor[] => {
    seen(gradients);
    return gradients;
  };
  return {
    gradientAt: (others) => shown(grad(f)(others)),
    hessianTimes: (vector) => shown(hvp(f, weights, vector)),
  };
};

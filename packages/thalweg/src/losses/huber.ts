import { ThalwegError } from "../errors/thalweg-error.ts";
import { where } from "../tensor/index.ts";
import { averaged } from "./averaged.ts";
import { aligned, checkOneToOne } from "./checks.ts";
import type { Loss } from "./loss.ts";

/**
 * Huber's loss, quadratic near the target and linear far from it: ½d² where d = |y − ŷ| ≤ δ, else
 * δ(d − δ/2); the mean over the batch and all outputs. Huber 1964, "Robust estimation of a location
 * parameter".
 *
 * @example
 * await huber({ delta: 1 }).apply(tensor([0.5, 3]), tensor([0, 0])).item(); // (0.125 + 2.5)/2 = 1.3125
 */
export const huber = ({ delta = 1 }: { readonly delta?: number } = {}): Loss => {
  if (!(delta > 0 && delta < Number.POSITIVE_INFINITY)) {
    throw new ThalwegError("argument", `huber: delta must be finite and > 0, got ${delta}`);
  }
  return {
    name: "huber",
    expects: "values",
    apply: (output, target, weights) => {
      const values = output.float();
      const distance = values.sub(aligned(values, target)).abs();
      const losses = where(distance.le(delta), distance.square().mul(0.5), distance.sub(delta / 2).mul(delta));
      return averaged(losses, weights);
    },
    check: (outputShape, target) => checkOneToOne("huber", outputShape, target),
  };
};

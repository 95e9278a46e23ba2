import { averaged } from "./averaged.ts";
import { aligned, checkOneToOne } from "./checks.ts";
import type { Loss } from "./loss.ts";

/**
 * Mean squared error (1/n) Σ (y − ŷ)² over the batch and all outputs.
 *
 * @example
 * await mse().apply(tensor([[1], [4]]), tensor([1, 2])).item(); // 2
 */
export const mse = (): Loss => ({
  name: "mse",
  expects: "values",
  apply: (output, target, weights) => {
    const values = output.float();
    return averaged(values.sub(aligned(values, target)).square(), weights);
  },
  check: (outputShape, target) => checkOneToOne("mse", outputShape, target),
});

import { averaged } from "./averaged.ts";
import { aligned, checkOneToOne } from "./checks.ts";
import type { Loss } from "./loss.ts";

/**
 * Mean absolute error (1/n) Σ |y − ŷ| over the batch and all outputs; its gradient at 0 is 0.
 *
 * @example
 * await meanAbsoluteError().apply(tensor([[1], [4]]), tensor([1, 2])).item(); // 1
 */
export const meanAbsoluteError = (): Loss => ({
  name: "meanAbsoluteError",
  expects: "values",
  apply: (output, target, weights) => {
    const values = output.float();
    return averaged(values.sub(aligned(values, target)).abs(), weights);
  },
  check: (outputShape, target) => checkOneToOne("meanAbsoluteError", outputShape, target),
});

/** Mean absolute error under its short name. */
export const mae = meanAbsoluteError;

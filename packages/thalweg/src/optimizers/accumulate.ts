import { ThalwegError } from "../errors/thalweg-error.ts";
import { checkOptimizer, type OptimizerSpec } from "./chain.ts";
import { stagesOf } from "./stages.ts";

/** An optimizer that takes one step on the mean gradient of several batches. */
export interface Accumulated {
  readonly kind: "accumulated";
  readonly microBatches: number;
  readonly use: OptimizerSpec;
}

/** What an Optimizer, a Trainer or minimize takes. */
export type OptimizerLike = OptimizerSpec | Accumulated;

/**
 * Gradient accumulation: the mean gradient of `microBatches` batches makes one update, as one large batch
 * would. Schedules, averages and counters advance once an update, not once a batch. Outermost only: it
 * stands in no chain or route. Memory 1× more. Rules that take a gradient of their own, such as sam, would see
 * one of the batches only and are refused.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * const optimizer = new Optimizer(weights, accumulate(2, gradientDescent({ learningRate: 0.1 })));
 * optimizer.step({ w: [10] }); // { applied: false, cause: "accumulating", reason: "accumulating: batch 1 of 2" }
 * optimizer.step({ w: [20] }); // { applied: true, step: 1 }
 * weights.w[0]; // 3.5
 */
export const accumulate = (microBatches: number, optimizer: OptimizerSpec): Accumulated => {
  if (!Number.isSafeInteger(microBatches) || microBatches < 1) {
    throw new ThalwegError("argument", `accumulate: microBatches must be a whole number ≥ 1, got ${microBatches}`);
  }
  checkOptimizer("accumulate: optimizer", optimizer);
  const own = stagesOf(optimizer).find(({ transform }) => transform.givesGradient);
  if (own && microBatches > 1) {
    throw new ThalwegError(
      "argument",
      `accumulate: ${own.name} takes a gradient of its own, which one batch decides; use larger batches instead`,
    );
  }
  return { kind: "accumulated", microBatches, use: optimizer };
};

/** The optimizer inside, and how many batches make an update; errors name `owner`. */
export const unwrapped = (
  optimizer: OptimizerLike,
  owner: string,
): { readonly use: OptimizerSpec; readonly microBatches: number } => {
  // Programs without types may have given none.
  if (optimizer?.kind === "accumulated") return optimizer;
  checkOptimizer(`${owner}: optimizer`, optimizer);
  return { use: optimizer, microBatches: 1 };
};

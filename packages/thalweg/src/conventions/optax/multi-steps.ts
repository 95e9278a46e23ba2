import { type Accumulated, accumulate, type OptimizerSpec } from "../../optimizers/index.ts";

/**
 * `optax.MultiSteps`: our `accumulate`, one update on the mean gradient of `everyK` batches. Memory 1× more.
 * Optax holds what it has of a mean in float32 whatever the weights are; ours in their own dtype.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * const optimizer = new Optimizer(weights, optax.multiSteps(optax.sgd({ learningRate: 0.1 }), 2));
 * optimizer.step({ w: [10] });
 * optimizer.step({ w: [20] });
 * weights.w[0]; // 3.5
 */
export const multiSteps = (optimizer: OptimizerSpec, everyK: number): Accumulated => accumulate(everyK, optimizer);

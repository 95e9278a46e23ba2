import { type PlanMemory, planMemory } from "../devices/index.ts";
import { itemBytes } from "../kernels/dtype.ts";
import type { Tensor } from "../tensor/index.ts";
import type { Trainer } from "./trainer.ts";

/** Bytes of device memory that an update takes: beside its program's, those of weights and optimizer. */
export interface StepMemory extends PlanMemory {
  readonly weights: number;
  /** What the optimizer keeps beside the weights. */
  readonly optimizer: number;
}

/**
 * What an update on such a batch takes of device memory, by what it is for; nothing is executed.
 *
 * @example
 * const trainer = new Trainer({ model: dense(1), loss: mse(), optimizer: adam(), inputShape: [4] });
 * const { weights, optimizer } = stepMemory(trainer, zeros([8, 4]), zeros([8, 1]));
 * [weights, optimizer]; // [20, 40]
 */
export const stepMemory = (trainer: Trainer, x: Tensor, y: Tensor): StepMemory => {
  const { plan, targets } = trainer.stepPlan(x, y);
  return {
    weights: itemBytes.float32 * trainer.parameterCount,
    optimizer: trainer.optimizerMemory.bytes,
    ...planMemory(plan, { until: targets }),
  };
};

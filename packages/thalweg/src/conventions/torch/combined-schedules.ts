import { ThalwegError } from "../../errors/thalweg-error.ts";
import { asSchedule, joined, type Schedule, type StepFunction } from "../../schedules/index.ts";

/**
 * `SequentialLR`: one schedule after another, each from its own step 0; milestone i is where schedule i + 1 begins.
 *
 * @example
 * const warm = torch.linearLR({ learningRate: 0.1, startFactor: 0.1, total: 10 });
 * const rate = torch.sequentialLR([warm, torch.exponentialLR({ initial: 0.1, decay: 0.9 })], [10]);
 * rate(11); // 0.09
 */
export const sequentialLR = (schedules: readonly StepFunction[], milestones: readonly number[]): Schedule => {
  if (milestones.length !== schedules.length - 1) {
    throw new ThalwegError(
      "argument",
      `torch.sequentialLR: milestones must be one fewer than the ${schedules.length} schedules, got ${milestones.length}`,
    );
  }
  return joined(
    schedules.map((schedule, index) =>
      index < milestones.length ? { until: milestones[index], schedule } : { schedule },
    ),
  );
};

export interface ChainedSchedulerOptions {
  /** The optimizer's rate, from which each of the schedules starts. */
  learningRate: number;
  /** Schedules of that rate, each from step 0. */
  schedules: readonly StepFunction[];
}

/**
 * `ChainedScheduler`: all factors together, η·Πᵢ sᵢ(t)/η. For those of torch's schedulers whose factors multiply:
 * StepLR, MultiStepLR, ConstantLR, LinearLR, ExponentialLR, PolynomialLR and MultiplicativeLR. Like any function of
 * the step it cannot be loaded from what it saves.
 *
 * @example
 * const rate = torch.chainedScheduler({
 *   learningRate: 0.1,
 *   schedules: [
 *     torch.constantLR({ learningRate: 0.1, factor: 0.5, total: 10 }),
 *     torch.exponentialLR({ initial: 0.1, decay: 0.9 }),
 *   ],
 * });
 * rate(1); // 0.045
 */
export const chainedScheduler = ({ learningRate, schedules }: ChainedSchedulerOptions): Schedule => {
  if (!(learningRate > 0)) {
    throw new ThalwegError("argument", `torch.chainedScheduler: learningRate must be > 0, got ${learningRate}`);
  }
  return asSchedule((step) =>
    schedules.reduce((rate, schedule) => (rate * schedule(step)) / learningRate, learningRate),
  );
};

/**
 * `MultiplicativeLR`: η₀·f(1)·f(2) … f(t), f its `lr_lambda`. Like any function of the step it cannot be loaded from
 * what it saves.
 *
 * @example
 * torch.multiplicativeLR({ initial: 0.1, factor: () => 0.5 })(2); // 0.025
 */
export const multiplicativeLR = ({ initial, factor }: { initial: number; factor: StepFunction }): Schedule => {
  const products = [1];
  return asSchedule((step) => {
    for (let t = products.length; t <= step; t++) products.push(products[t - 1] * factor(t));
    return initial * products[step];
  });
};

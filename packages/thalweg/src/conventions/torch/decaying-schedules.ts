import {
  type ExponentialOptions,
  exponential,
  joined,
  linear,
  type MultiStepOptions,
  multiStep,
  type PolynomialOptions,
  polynomial,
  type Schedule,
  type StepFunction,
  type StepOptions,
  scaled,
  step,
} from "../../schedules/index.ts";

/**
 * `torch.optim.lr_scheduler.StepLR`: η₀·f^⌊t/k⌋; `every` is its `step_size`, `factor`, 0.1 unless given, its `gamma`.
 *
 * @example
 * torch.stepLR({ initial: 0.1, every: 30 })(30); // 0.01
 */
export const stepLR = (options: StepOptions): Schedule => step(options);

/**
 * `MultiStepLR`: η₀·f^(milestones ≤ t); `factor`, 0.1 unless given, is its `gamma`.
 *
 * @example
 * torch.multiStepLR({ initial: 0.1, milestones: [30, 80] })(80); // 0.001
 */
export const multiStepLR = (options: MultiStepOptions): Schedule => multiStep(options);

/**
 * `ExponentialLR`: η₀·dᵗ; `decay` is its `gamma`.
 *
 * @example
 * torch.exponentialLR({ initial: 0.1, decay: 0.5 })(2); // 0.025
 */
export const exponentialLR = (options: Pick<ExponentialOptions, "initial" | "decay">): Schedule => exponential(options);

export interface LinearLROptions {
  /** The optimizer's rate. */
  learningRate: number;
  /** What the rate is multiplied by at step 0; 1/3 unless given. */
  startFactor?: number;
  /** What it is multiplied by from step `total` on; 1 unless given. */
  endFactor?: number;
  /** `total_iters`; 5 unless given. */
  total?: number;
}

/**
 * `LinearLR`: η times a factor that goes from `startFactor` to `endFactor` in `total` steps and stays there.
 *
 * @example
 * const rate = torch.linearLR({ learningRate: 0.1, startFactor: 0.5, total: 10 });
 * rate(0); // 0.05
 * rate(10); // 0.1
 */
export const linearLR = ({ learningRate, startFactor = 1 / 3, endFactor = 1, total = 5 }: LinearLROptions): Schedule =>
  linear({ initial: learningRate * startFactor, final: learningRate * endFactor, total });

export interface ConstantLROptions {
  /** The optimizer's rate. */
  learningRate: number;
  /** What it is multiplied by before step `total`; 1/3 unless given. */
  factor?: number;
  /** `total_iters`; 5 unless given. */
  total?: number;
}

/**
 * `ConstantLR`: η·f before step `total`, η from there on.
 *
 * @example
 * const rate = torch.constantLR({ learningRate: 0.1, factor: 0.5 });
 * rate(4); // 0.05
 * rate(5); // 0.1
 */
export const constantLR = ({ learningRate, factor = 1 / 3, total = 5 }: ConstantLROptions): Schedule =>
  joined([{ until: total, schedule: learningRate * factor }, { schedule: learningRate }]);

/**
 * `PolynomialLR`: η₀(1 − t/T)^p, then 0; `total` is its `total_iters`, 5 unless given.
 *
 * @example
 * torch.polynomialLR({ initial: 0.1, total: 40, power: 2 })(20); // 0.025
 */
export const polynomialLR = ({
  initial,
  total = 5,
  power = 1,
}: Pick<PolynomialOptions, "initial" | "power"> & { total?: number }): Schedule =>
  polynomial({ initial, total, power });

/**
 * `LambdaLR`: η₀ times a function of the step, its `lr_lambda`.
 *
 * @example
 * torch.lambdaLR({ initial: 0.1, factor: (step) => 0.5 ** step })(2); // 0.025
 */
export const lambdaLR = ({ initial, factor }: { initial: number; factor: StepFunction }): Schedule =>
  scaled(initial, factor);

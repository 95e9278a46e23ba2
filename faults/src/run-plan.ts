import {
  accumulate,
  type Callback,
  type Dataset,
  type History,
  type LayerLike,
  type Loss,
  type Metric,
  type OptimizerLike,
  type OptimizerSpec,
  type Schedule,
  Trainer,
  type TrainingData,
  updatesPerEpoch,
} from "thalweg";
import type { NetworkOptions } from "./network.ts";

/** All that decides a run. Faults change parts of it: `{ ...plan, rate: 100 * plan.rate }`. */
export interface RunPlan {
  readonly seed: number;
  readonly network: NetworkOptions;
  /** Makes the model of `network`; faults that options cannot say replace it. */
  readonly model: (network: NetworkOptions) => LayerLike;
  readonly loss: Loss;
  readonly metrics: readonly Metric[];
  /** Makes the optimizer for a rate or the schedule of one. */
  readonly optimizer: (rate: number | Schedule) => OptimizerSpec;
  readonly rate: number;
  /** The course of the rate over so many updates; constant when left out. */
  readonly schedule?: (rate: number, updates: number) => Schedule;
  readonly clip?: number;
  readonly l2?: number;
  readonly l1?: number;
  readonly batchSize: number | "all";
  /** Batches whose mean gradient makes an update; 1 unless said. */
  readonly microBatches?: number;
  readonly epochs: number;
  readonly train: Dataset;
  readonly validation?: Dataset;
  /** Learned from instead of `train`, which then only tells the shape. */
  readonly stream?: TrainingData;
  readonly shuffle?: boolean;
  /** Made anew for each run, since they hold state. */
  readonly callbacks?: () => readonly Callback[];
}

/** Updates of a run that goes on to its end. */
export const updatesOf = ({ train, batchSize, epochs, microBatches = 1 }: RunPlan): number =>
  Math.floor((epochs * updatesPerEpoch(train, batchSize)) / microBatches);

/** A plan with so many updates, to the next whole epoch; schedules stretch along. */
export const withUpdates = (plan: RunPlan, updates: number): RunPlan => ({
  ...plan,
  epochs: Math.max(1, Math.round((updates * plan.epochs) / updatesOf(plan))),
});

export const trainerFor = (plan: RunPlan): Trainer => {
  const { schedule, microBatches = 1, rate, seed, loss, metrics, clip, l2, l1 } = plan;
  const optimizer = plan.optimizer(schedule ? schedule(rate, updatesOf(plan)) : rate);
  const use: OptimizerLike = microBatches > 1 ? accumulate(microBatches, optimizer) : optimizer;
  return new Trainer({
    model: plan.model(plan.network),
    loss,
    metrics,
    optimizer: use,
    seed,
    ...(clip !== undefined && { clip }),
    ...(l2 !== undefined && { l2 }),
    ...(l1 !== undefined && { l1 }),
    // So many are left out in a row before the fit gives up that a run of the suite never does.
    skipLimit: 1_000_000,
  });
};

/** Trains as planned, with `watchers` looking on after the plan's own callbacks. */
export const fitPlan = (trainer: Trainer, plan: RunPlan, watchers: readonly Callback[]): Promise<History> =>
  trainer.fit(plan.stream ?? plan.train, {
    epochs: plan.epochs,
    batchSize: plan.batchSize,
    ...(plan.validation && { validation: plan.validation }),
    ...(plan.shuffle !== undefined && { shuffle: plan.shuffle }),
    callbacks: [...(plan.callbacks?.() ?? []), ...watchers],
  });

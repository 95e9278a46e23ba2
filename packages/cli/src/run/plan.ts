import { updatesPerEpoch } from "thalweg/data";
import { accumulate } from "thalweg/optimizers";
import { Trainer, type TrainerOptions, type TrainingData } from "thalweg/training";
import { wrongUsage } from "../command-error.ts";
import { type DeviceFacts, startDevice } from "./device.ts";
import { firstBatches } from "./first-batches.ts";
import { type PlannedOptimizer, planOptimizer } from "./optimizer.ts";
import type { LearningSettings } from "./settings.ts";
import type { Task } from "./task.ts";

/** A run that is ready to start. */
export interface Plan {
  readonly task: Task;
  readonly settings: LearningSettings;
  readonly optimizer: PlannedOptimizer;
  readonly train: TrainingData;
  readonly batchesPerEpoch: number;
  /** The last one may be a part. */
  readonly epochs: number;
  /** In all epochs. */
  readonly updates: number;
  readonly trainer: Trainer;
  /** What the trainer is made from. */
  readonly parts: TrainerOptions;
  readonly device: DeviceFacts;
}

/** How long a run is: its epochs, and the batches in all of them. */
const lengthOf = (batchesPerEpoch: number, { epochs, updates, accumulate: together }: LearningSettings) => {
  if (updates === undefined) return { epochs, batches: batchesPerEpoch * epochs };
  return { epochs: Math.ceil((updates * together) / batchesPerEpoch), batches: updates * together };
};

/** Prepares model and optimizer; nothing is trained or written yet. */
export const planRun = async (task: Task, settings: LearningSettings): Promise<Plan> => {
  const device = await startDevice(settings);
  const batchesPerEpoch = updatesPerEpoch(task.examples, settings.batchSize);
  const { epochs, batches } = lengthOf(batchesPerEpoch, settings);
  const updates = Math.floor(batches / settings.accumulate);
  if (updates === 0) {
    throw wrongUsage(
      `--accumulate: the run has ${batches} batches and would make no update, got ${settings.accumulate}`,
    );
  }
  const optimizer = planOptimizer(settings, updates, task.isDecayed);
  const parts: TrainerOptions = {
    model: task.model,
    loss: task.loss,
    optimizer: settings.accumulate === 1 ? optimizer.spec : accumulate(settings.accumulate, optimizer.spec),
    clip: settings.clip,
    metrics: task.metrics,
    seed: settings.seed,
    inputShape: task.inputShape,
  };
  const trainer = new Trainer(parts);
  const train = settings.updates === undefined ? task.train : firstBatches(task.train, batches, batchesPerEpoch);
  return { task, settings, optimizer, train, batchesPerEpoch, epochs, updates, trainer, parts, device };
};

import { exampleCount, updatesPerEpoch } from "thalweg/data";
import { crossEntropy } from "thalweg/losses";
import { accuracy } from "thalweg/metrics";
import { accumulate } from "thalweg/optimizers";
import { currentDevice, useDevice } from "thalweg/tensor";
import { Trainer } from "thalweg/training";
import { wrongUsage } from "../command-error.ts";
import { type PreparedData, prepare, type RawData } from "./data.ts";
import { modelNamed } from "./model.ts";
import { type PlannedOptimizer, planOptimizer } from "./optimizer.ts";
import type { TrainSettings } from "./settings.ts";

/** The device of a run: what its numbers and times depend on. */
export interface DeviceFacts {
  readonly name: string;
  readonly threads: number;
  readonly sharedMemory: boolean;
  readonly relaxedFma: boolean;
}

/** A run that is ready to start. */
export interface Plan {
  readonly settings: TrainSettings;
  readonly data: PreparedData;
  readonly optimizer: PlannedOptimizer;
  readonly batchesPerEpoch: number;
  /** In all epochs. */
  readonly updates: number;
  readonly trainer: Trainer;
  readonly device: DeviceFacts;
}

/** Prepares data, model and optimizer; nothing is trained or written yet. */
export const planRun = async (settings: TrainSettings, raw: RawData): Promise<Plan> => {
  if (settings.model === "mlp-bn" && settings.batchSize === 1) {
    throw wrongUsage("--batch-size: mlp-bn normalizes over the examples of an update and needs 2 or more, got 1");
  }
  useDevice(settings.device);
  const { name, capabilities } = await currentDevice();
  const { threads, sharedMemory, relaxedFma } = capabilities;
  const data = prepare(raw, settings);
  const batchesPerEpoch = updatesPerEpoch(exampleCount(data.train), settings.batchSize);
  const updates = Math.floor((batchesPerEpoch * settings.epochs) / settings.accumulate);
  if (updates === 0) {
    const batches = batchesPerEpoch * settings.epochs;
    throw wrongUsage(
      `--accumulate: the run has ${batches} batches and would make no update, got ${settings.accumulate}`,
    );
  }
  const optimizer = planOptimizer(settings, updates);
  const trainer = new Trainer({
    model: modelNamed(settings.model, settings.hidden, data.classes.length),
    loss: crossEntropy(),
    optimizer: settings.accumulate === 1 ? optimizer.spec : accumulate(settings.accumulate, optimizer.spec),
    clip: settings.clip,
    metrics: [accuracy()],
    seed: settings.seed,
    inputShape: data.train.inputs.shape.slice(1),
  });
  const device = { name, threads, sharedMemory, relaxedFma };
  return { settings, data, optimizer, batchesPerEpoch, updates, trainer, device };
};

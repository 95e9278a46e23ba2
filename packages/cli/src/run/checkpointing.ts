import { join } from "node:path";
import type { Json } from "thalweg/schedules";
import type { Callback, EpochRecord, Fitting, StepRecord } from "thalweg/training";

/** The file that a run goes on from, among its checkpoints. */
export const lastName = "last.safetensors";

/** Milliseconds between two checkpoints of epochs, and between two within an epoch, at least. */
const apart = { epochs: 1000, updates: 60_000 };
/** A checkpoint may take a twentieth of the time. */
const share = 20;

/** The name under which a checkpoint says what the run knows beside the model. */
const noteName = "run";

export interface CheckpointingOptions {
  /** Updates between two checkpoints; by the clock unless given. */
  readonly every?: number;
  /** Epochs of the whole run, after which no checkpoint is needed. */
  readonly epochs: number;
  readonly folder: () => string;
  /** Brings the run's other files up to date, which must never know less than the checkpoint. */
  readonly before: () => Promise<void>;
  /** What is noted beside the model. */
  readonly note: () => Json;
}

/**
 * Writes `last.safetensors` after epochs and within them, so that a run can go on from there. It must be the last
 * callback, so that what others remember of an update or an epoch is in the file.
 */
export class Checkpointing implements Callback {
  private readonly options: CheckpointingOptions;
  private savedAt = 0;
  /** Milliseconds that the last one took. */
  private took = 0;
  private step = 0;

  constructor(options: CheckpointingOptions) {
    this.options = options;
  }

  /** What the checkpoint that a run goes on from noted; undefined for a new run. */
  static noted(fitting: Fitting): Json | undefined {
    return fitting.recall(noteName);
  }

  onTrainBegin(fitting: Fitting): void {
    this.savedAt = performance.now();
    this.step = fitting.about.steps;
    fitting.remember(noteName, undefined);
  }

  async onStepEnd({ step, batch, batches }: StepRecord, fitting: Fitting): Promise<void> {
    // Several batches may make one update, and some make none.
    const isUpdate = step > this.step;
    this.step = step;
    // The end of the epoch follows.
    if (!isUpdate || batch === batches || fitting.stopped !== undefined) return;
    const { every } = this.options;
    if (every === undefined ? this.isDue(apart.updates) : step % every === 0) await this.save(fitting);
  }

  async onEpochEnd({ epoch }: EpochRecord, fitting: Fitting): Promise<void> {
    const { every, epochs } = this.options;
    if (epoch >= epochs || fitting.stopped !== undefined) return;
    if (every !== undefined || this.isDue(apart.epochs)) await this.save(fitting);
  }

  async save(fitting: Fitting): Promise<void> {
    const { folder, before, note } = this.options;
    const begun = performance.now();
    await before();
    fitting.remember(noteName, note());
    await fitting.save(join(folder(), "checkpoints", lastName));
    // The other files of the run are those of any run.
    fitting.remember(noteName, undefined);
    this.savedAt = performance.now();
    this.took = this.savedAt - begun;
  }

  private isDue(least: number): boolean {
    return performance.now() - this.savedAt >= Math.max(least, share * this.took);
  }
}

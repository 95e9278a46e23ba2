import { join } from "node:path";
import { ThalwegError } from "thalweg/errors";
import { writeFileAtomic } from "thalweg/platform";
import { type Callback, encodeSafetensors, type Trainer } from "thalweg/training";

/** Where a run keeps the weights of its path, within its folder. */
export const pathFolder = "path";

/** Updates after which weights are kept: `count` evenly spread ones, the first and the last among them. */
export const stepsToKeep = (count: number, updates: number): ReadonlySet<number> =>
  new Set(Array.from({ length: count }, (_, index) => Math.round((index * updates) / (count - 1))));

/** Keeps weights along the way, those that evaluation uses, as files of the run's folder. */
export class PathKeeping implements Callback {
  private readonly trainer: Trainer;
  private readonly steps: ReadonlySet<number>;
  private readonly folder: () => string | undefined;
  private last = -1;

  constructor(trainer: Trainer, steps: ReadonlySet<number>, folder: () => string | undefined) {
    this.trainer = trainer;
    this.steps = steps;
    this.folder = folder;
  }

  async onTrainBegin(): Promise<void> {
    const { steps } = this.trainer;
    // A run that goes on has kept the place that it goes on from.
    if (steps > 0) this.last = steps;
    else await this.keep(steps);
  }

  async onStepEnd({ step }: { readonly step: number }): Promise<void> {
    await this.keep(step);
  }

  /** Several batches may make one update, and some make none. */
  private async keep(step: number): Promise<void> {
    if (step === this.last || !this.steps.has(step)) return;
    this.last = step;
    const folder = this.folder();
    if (folder === undefined) throw new ThalwegError("file", "the path of a run needs the run's folder first");
    const name = `${String(step).padStart(9, "0")}.safetensors`;
    const weights = await this.trainer.evaluationWeights();
    const bytes = encodeSafetensors(weights, { format: "thalweg", step: String(step) });
    await writeFileAtomic(join(folder, pathFolder, name), bytes);
  }
}

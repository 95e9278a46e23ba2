import { ThalwegError } from "thalweg/errors";
import type { Callback, EpochRecord, StepRecord } from "thalweg/training";

/** So many updates in a row that are not finite do not end by themselves: the weights no longer change. */
const patience = 20;

/** Ends a run whose loss or gradients are no longer finite, and says what to change. */
export class Divergence implements Callback {
  private readonly learningRate: number | undefined;
  private updates = 0;
  private skippedInARow = 0;

  /** `learningRate` is undefined where the optimizer finds its own. */
  constructor(learningRate: number | undefined) {
    this.learningRate = learningRate;
  }

  onStepEnd({ skipped }: StepRecord): void {
    this.updates += 1;
    this.skippedInARow = skipped === undefined ? 0 : this.skippedInARow + 1;
    if (this.skippedInARow >= patience) this.fail();
  }

  onEpochEnd({ skipped, loss }: EpochRecord): void {
    if (skipped === 0 && Number.isFinite(loss)) return;
    const isStuck = this.skippedInARow > 0 && this.skippedInARow >= skipped / 2;
    if (isStuck || skipped === 0) this.fail();
  }

  private fail(): never {
    const first = this.updates - this.skippedInARow + 1;
    throw new ThalwegError(
      "non-finite",
      `training diverged: from update ${first} on the loss or its gradient is not finite; ` +
        (this.learningRate === undefined ? "" : `lower --learning-rate (${this.learningRate} now), or `) +
        "limit gradients with --clip 1",
    );
  }
}

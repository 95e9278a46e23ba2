import { ThalwegError } from "thalweg/errors";
import type { Callback, EpochRecord, StepRecord } from "thalweg/training";

/** So many updates in a row that are not finite do not end by themselves: the weights no longer change. */
const patience = 20;

/** Ends a run whose loss or gradients are no longer finite, and says what to change. */
export class Divergence implements Callback {
  private readonly learningRate: number | undefined;
  private updates: number;
  private skippedInARow = 0;
  private first: number | undefined;

  /** `learningRate` is undefined where the optimizer finds its own; `updates` were made before. */
  constructor(learningRate: number | undefined, updates = 0) {
    this.learningRate = learningRate;
    this.updates = updates;
  }

  /** The first update of those that ended the run; undefined where none did. */
  get at(): number | undefined {
    return this.first;
  }

  /** What must be known to go on. */
  get place(): { readonly updates: number; readonly skippedInARow: number } {
    const { updates, skippedInARow } = this;
    return { updates, skippedInARow };
  }

  goOn({ updates, skippedInARow }: Divergence["place"]): void {
    this.updates = updates;
    this.skippedInARow = skippedInARow;
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
    this.first = first;
    throw new ThalwegError(
      "non-finite",
      `training diverged: from update ${first} on the loss or its gradient is not finite; ` +
        (this.learningRate === undefined ? "" : `lower --learning-rate (${this.learningRate} now), or `) +
        "limit gradients with --clip 1",
    );
  }
}

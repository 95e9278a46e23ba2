import type { Step } from "./stepping.ts";
import type { Totals } from "./totals.ts";

/** What the running epoch has come to so far. It is saved with the model, so that another process can go on in its middle. */
export class EpochTally {
  /** Batches learned from or left out. */
  batch = 0;
  /** Of the whole epoch, where it is known. */
  length: number | undefined;
  /** Examples of the first batch. */
  size = 0;
  skipped = 0;
  learningRate = Number.NaN;
  /** Seconds that it took before it was broken off. */
  before = 0;
  readonly totals: Totals;
  private since = Number.NaN;

  constructor(totals: Totals) {
    this.totals = totals;
  }

  /** Time counts from now on. */
  goOn(length: number | undefined): this {
    this.length = length;
    this.since = performance.now();
    return this;
  }

  add({ report, sums }: Step): void {
    this.batch++;
    this.size ||= sums.examples;
    this.learningRate = report.learningRate;
    // A batch without an update counts in no mean: one that is not finite would hide all others.
    if (report.skipped) this.skipped++;
    else this.totals.add(sums);
  }

  /** What an epoch's record says of it. */
  values() {
    const { learningRate, skipped, before, since, totals } = this;
    // Of one that was only loaded, no time has gone by.
    const seconds = before + ((performance.now() - since) / 1000 || 0);
    return { learningRate, seconds, skipped, ...totals.values() };
  }
}

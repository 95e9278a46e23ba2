import type { Callback } from "thalweg/training";
import { median } from "../report/median.ts";

/** Measures updates: their number, the time they took in all, and the median of one. */
export class Stopwatch implements Callback {
  private readonly milliseconds: number[] = [];
  private last = 0;
  private started = 0;
  private ended: number | undefined;
  private before = 0;

  onTrainBegin(): void {
    this.started = performance.now();
  }

  /** Adds what a run that was broken off took. */
  goOn(seconds: number): void {
    this.before = seconds;
  }

  onEpochBegin(): void {
    this.last = performance.now();
  }

  onStepEnd(): void {
    const now = performance.now();
    this.milliseconds.push(now - this.last);
    this.last = now;
  }

  onTrainEnd(): void {
    this.ended = performance.now();
  }

  /** From the first update to the end, or to now, validation included. */
  get seconds(): number {
    return this.before + ((this.ended ?? performance.now()) - this.started) / 1000;
  }

  /** The median, which the first update, that compiles, does not move. */
  get millisecondsPerStep(): number {
    return median(this.milliseconds);
  }
}

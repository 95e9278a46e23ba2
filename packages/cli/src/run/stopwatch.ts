import type { Callback } from "thalweg/training";
import { median } from "../report/median.ts";

/** Measures updates: their number, the time they took in all, and the median of one. */
export class Stopwatch implements Callback {
  private readonly milliseconds: number[] = [];
  private last = 0;
  private started = 0;
  private ended = 0;

  onTrainBegin(): void {
    this.started = performance.now();
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

  /** From the first update to the end, validation included. */
  get seconds(): number {
    return (this.ended - this.started) / 1000;
  }

  /** The median, which the first update, that compiles, does not move. */
  get millisecondsPerStep(): number {
    return median(this.milliseconds);
  }
}

import { standardOutput, type TextStream } from "#platform";
import { ThalwegError } from "../../errors/thalweg-error.ts";
import type { Callback } from "../callback.ts";

export interface LearningRateSchedulerOptions {
  /** Prints the rate of every epoch; false unless given. */
  readonly verbose?: boolean;
  readonly stream?: TextStream;
}

/**
 * Sets the learning rate at the beginning of every epoch, as Keras' LearningRateScheduler does: the function
 * receives the epoch counted from 0 and the present rate.
 *
 * A schedule given to the optimizer works step by step and needs no callback; this one is for rules by epoch.
 *
 * @example
 * const halveEveryTen = learningRateScheduler((epoch, rate) => (epoch > 0 && epoch % 10 === 0 ? rate / 2 : rate));
 */
export const learningRateScheduler = (
  schedule: (epoch: number, learningRate: number) => number,
  { verbose = false, stream = standardOutput() }: LearningRateSchedulerOptions = {},
): Callback => ({
  onEpochBegin(epoch, fitting) {
    // An epoch that goes on in its middle has its rate.
    if (fitting.batch > 0) return;
    const rate = schedule(epoch - 1, fitting.learningRate);
    if (!(Number.isFinite(rate) && rate >= 0)) {
      throw new ThalwegError(
        "argument",
        `learningRateScheduler: the rate must be a finite number ≥ 0, got ${rate} for epoch ${epoch - 1} (counted from 0)`,
      );
    }
    fitting.learningRate = rate;
    if (verbose) stream.write(`epoch ${epoch}: learning rate ${rate}\n`);
  },
});

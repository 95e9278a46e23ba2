import { standardOutput, type TextStream } from "#platform";
import type { Callback, Fitting, StepRecord } from "../callback.ts";
import { bar, epochLine, showEpoch, showRate, showSeconds, showValues } from "./progress-text.ts";

export interface ProgressBarOptions {
  /** Where to write; standard output, or the console of a page, unless given. */
  readonly stream?: TextStream;
  /** Milliseconds between two drawings of the bar; 100 unless given. */
  readonly every?: number;
}

const clearLine = "\r\u001b[2K";
const mostCells = 24;

/** Means over the epoch so far; updates that were left out do not count. */
class Means {
  private readonly sums = new Map<string, number>();
  private count = 0;

  add({ loss, metrics, skipped }: StepRecord): void {
    if (skipped !== undefined) return;
    this.count += 1;
    for (const [name, value] of Object.entries({ loss, ...metrics })) {
      this.sums.set(name, (this.sums.get(name) ?? 0) + value);
    }
  }

  show(): string {
    if (this.count === 0) return "loss NaN";
    const { loss, ...metrics } = Object.fromEntries([...this.sums].map(([name, sum]) => [name, sum / this.count]));
    return showValues(loss, metrics);
  }
}

/**
 * Shows how far training is: on a terminal one live line, with means over the epoch so far, the rate and the time
 * left; elsewhere a line when an epoch ends.
 *
 * @example
 * await trainer.fit(train, { epochs: 10, batchSize: 128, callbacks: [progressBar()] });
 */
export const progressBar = ({ stream = standardOutput(), every = 100 }: ProgressBarOptions = {}): Callback => {
  const isLive = stream.isTTY === true;
  let started: number | undefined;
  let firstEpoch = 1;
  /** Part of the first epoch that was done before. */
  let before = 0;
  let epoch = 1;
  let drawn = -Infinity;
  let means = new Means();

  const timeLeft = (fraction: number, epochs: number): string => {
    const done = epoch - firstEpoch + fraction;
    const now = performance.now();
    const left = ((now - (started ?? now)) / (done - before)) * (epochs - done);
    return `${showSeconds(left / 1000)} left`;
  };
  /** Epochs are counted on through all fits of a model. */
  const lastEpoch = ({ epochs }: Fitting): number => firstEpoch - 1 + epochs;
  const draw = ({ batch, batches, learningRate }: StepRecord, fitting: Fitting): void => {
    const fraction = batches === undefined ? undefined : batch / batches;
    // A longer line would wrap, and could not be rewritten; terminals of unknown width say 0.
    const room = (stream.columns || 80) - 1;
    const [before, ...after] = [
      showEpoch(epoch, lastEpoch(fitting)),
      batches === undefined ? `batch ${batch}` : `${String(batch).padStart(String(batches).length)}/${batches}`,
      means.show(),
      `rate ${showRate(learningRate)}`,
      ...(fraction === undefined ? [] : [timeLeft(fraction, fitting.epochs)]),
    ];
    const texts = `${before}    ${after.join("  ")}`;
    const cells = Math.min(Math.max(room - texts.length, 0), mostCells);
    stream.write(`${clearLine}${`${before}  ${bar(fraction ?? 0, cells)}  ${after.join("  ")}`.slice(0, room)}`);
  };

  return {
    onTrainBegin() {
      started = undefined;
    },
    onEpochBegin(next, { batch, batchesPerEpoch = Infinity }) {
      epoch = next;
      means = new Means();
      drawn = -Infinity;
      if (started !== undefined) return;
      started = performance.now();
      firstEpoch = next;
      before = batch / batchesPerEpoch;
    },
    onStepEnd(step, fitting) {
      if (!isLive) return;
      means.add(step);
      const now = performance.now();
      if (now - drawn < every) return;
      drawn = now;
      draw(step, fitting);
    },
    onEpochEnd(record, fitting) {
      stream.write(`${isLive ? clearLine : ""}${epochLine(record, lastEpoch(fitting))}\n`);
    },
  };
};

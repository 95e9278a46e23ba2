import { standardOutput, type TextStream } from "#platform";
import { ThalwegError } from "../../errors/thalweg-error.ts";
import type { Callback, EpochRecord, NamedArrays } from "../callback.ts";
import { isBetter, type MonitorMode, modeFor, monitoredValue, worst } from "./monitor.ts";

export interface EarlyStoppingOptions {
  /**
   * What should improve: `loss`, a metric, or either on validation data, such as `validationAccuracy`. Unless given,
   * `validationLoss`, or `loss` in a fit without validation data, which is said once.
   */
  readonly monitor?: string;
  /** Epochs in a row without improvement after which the fit ends; 0 (and 1) end it after the first. 0 unless given. */
  readonly patience?: number;
  /** Smaller changes are no improvement; 0 unless given. */
  readonly minDelta?: number;
  /** Whether the fit ends with the weights of the best epoch; true unless given. */
  readonly restoreBest?: boolean;
  /** Whether the value should fall or rise; accuracies rise, losses fall, unless given. */
  readonly mode?: MonitorMode;
  readonly stream?: TextStream;
}

const check = ({ patience = 0, minDelta = 0 }: EarlyStoppingOptions): void => {
  if (!Number.isSafeInteger(patience) || patience < 0) {
    throw new ThalwegError("argument", `earlyStopping: patience must be a whole number of epochs ≥ 0, got ${patience}`);
  }
  if (!(Number.isFinite(minDelta) && minDelta >= 0)) {
    throw new ThalwegError("argument", `earlyStopping: minDelta must be a finite number ≥ 0, got ${minDelta}`);
  }
};

/** The best epoch so far. */
interface Best {
  readonly value: number;
  readonly epoch: number;
  readonly weights?: NamedArrays;
}

/**
 * Ends the fit when a monitored value no longer improves, by Keras' rule, and goes back to the best weights.
 * NaN is never an improvement. Prechelt 1998, “Early Stopping – But When?”.
 *
 * @example
 * await trainer.fit(train, { epochs: 100, batchSize: 128, validation, callbacks: [earlyStopping({ patience: 3 })] });
 */
export const earlyStopping = (options: EarlyStoppingOptions = {}): Callback => {
  check(options);
  const { patience = 0, minDelta = 0, restoreBest = true, stream = standardOutput() } = options;
  let best: Best | undefined;
  let waited = 0;
  let fallen = false;
  const monitorFor = (record: EpochRecord): string => {
    if (options.monitor !== undefined) return options.monitor;
    if (record.validation !== undefined) return "validationLoss";
    if (!fallen) stream.write("earlyStopping: no validation data, so the training loss is monitored\n");
    fallen = true;
    return "loss";
  };
  return {
    onTrainBegin() {
      best = undefined;
      waited = 0;
    },
    async onEpochEnd(record, fitting) {
      const monitor = monitorFor(record);
      const mode = options.mode ?? modeFor(monitor, fitting);
      const value = monitoredValue("earlyStopping", monitor, record);
      if (isBetter(value, best?.value ?? worst(mode), mode, minDelta)) {
        best = { value, epoch: record.epoch, weights: restoreBest ? await fitting.weights() : undefined };
        waited = 0;
        return;
      }
      waited += 1;
      if (waited < patience || record.epoch === 1) return;
      const since = best ? `${best.value} of epoch ${best.epoch}` : "its start";
      fitting.stop(
        `earlyStopping: ${monitor} has not improved on ${since} for ${waited} epoch${waited > 1 ? "s" : ""}`,
      );
    },
    async onTrainEnd(_, fitting) {
      if (best?.weights) await fitting.setWeights(best.weights);
    },
  };
};

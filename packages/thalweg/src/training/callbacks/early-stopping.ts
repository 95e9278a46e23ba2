import { standardOutput, type TextStream } from "#platform";
import { ThalwegError } from "../../errors/thalweg-error.ts";
import type { Json } from "../../schedules/index.ts";
import type { Callback, EpochRecord, Fitting } from "../callback.ts";
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

/** The best epoch so far, and how many in a row were no better; saved with the model. */
interface Watch {
  readonly best?: { readonly value: number; readonly epoch: number };
  readonly waited: number;
  /** The last epoch seen. */
  readonly epoch: number;
  readonly monitor: string;
}

const isWatch = (note: Json | undefined): note is Json & Watch =>
  typeof note === "object" && note !== null && "waited" in note && "epoch" in note && "monitor" in note;

/**
 * Ends the fit when a monitored value no longer improves, by Keras' rule, and goes back to the best weights.
 * NaN is never an improvement. What it knows, the best weights among it, is saved with the model while the fit lasts, so
 * that one that is broken off and goes on from a file ends as it would have. Prechelt 1998, “Early Stopping – But When?”.
 *
 * @example
 * await trainer.fit(train, { epochs: 100, batchSize: 128, validation, callbacks: [earlyStopping({ patience: 3 })] });
 */
export const earlyStopping = (options: EarlyStoppingOptions = {}): Callback => {
  check(options);
  const { patience = 0, minDelta = 0, restoreBest = true, stream = standardOutput() } = options;
  const name = `earlyStopping/${options.monitor ?? "validationLoss"}`;
  let fallen = false;
  const monitorFor = (record: EpochRecord): string => {
    if (options.monitor !== undefined) return options.monitor;
    if (record.validation !== undefined) return "validationLoss";
    if (!fallen) stream.write("earlyStopping: no validation data, so the training loss is monitored\n");
    fallen = true;
    return "loss";
  };
  const stopIfOver = ({ best, waited, epoch, monitor }: Watch, fitting: Fitting): void => {
    if (waited === 0 || waited < patience || epoch === 1) return;
    const since = best ? `${best.value} of epoch ${best.epoch}` : "its start";
    fitting.stop(`earlyStopping: ${monitor} has not improved on ${since} for ${waited} epoch${waited > 1 ? "s" : ""}`);
  };
  return {
    about: {
      name: "earlyStopping",
      options: { patience, minDelta, restoreBest, ...(options.monitor !== undefined && { monitor: options.monitor }) },
    },
    onTrainBegin(fitting) {
      const watch = fitting.recall(name);
      if (isWatch(watch)) stopIfOver(watch, fitting);
    },
    async onEpochEnd(record, fitting) {
      const monitor = monitorFor(record);
      const mode = options.mode ?? modeFor(monitor, fitting);
      const value = monitoredValue("earlyStopping", monitor, record);
      const known = fitting.recall(name);
      const { best, waited = 0 }: Partial<Watch> = isWatch(known) ? known : {};
      const { epoch } = record;
      const isBest = isBetter(value, best?.value ?? worst(mode), mode, minDelta);
      const watch = isBest
        ? { best: { value, epoch }, waited: 0, epoch, monitor }
        : { ...(best && { best }), waited: waited + 1, epoch, monitor };
      fitting.remember(name, watch);
      if (isBest && restoreBest) fitting.keep(name, await fitting.weights());
      stopIfOver(watch, fitting);
    },
    async onTrainEnd(_, fitting) {
      const weights = fitting.kept(name);
      if (weights) await fitting.setWeights(weights);
      fitting.remember(name, undefined);
      fitting.keep(name, undefined);
    },
  };
};

import { joinPath } from "#platform";
import { ThalwegError } from "../../errors/thalweg-error.ts";
import type { Callback, EpochRecord, Fitting } from "../callback.ts";
import { isBetter, type MonitorMode, modeFor, monitoredValue, worst } from "./monitor.ts";

export interface CheckpointOptions {
  /** Epochs between two saved files; 0 for none but the best. 1 unless given. */
  readonly every?: number;
  /** Whether the best epoch is kept as `best.safetensors`; false unless given. */
  readonly keepBest?: boolean;
  /** What tells the best epoch; unless given, `validationLoss`, or `loss` in a fit without validation data. */
  readonly monitor?: string;
  /** Whether the value should fall or rise; accuracies rise, losses fall, unless given. */
  readonly mode?: MonitorMode;
}

/**
 * Saves the model while it trains: `epoch-0003.safetensors` every so many epochs, and `best.safetensors`. The files
 * hold everything needed to go on; name it after other callbacks, so that what those remember of the epoch is in them.
 *
 * @example
 * await trainer.fit(train, { epochs: 10, batchSize: 128, callbacks: [checkpoint("runs/a/checkpoints", { every: 5 })] });
 */
export const checkpoint = (folder: string, options: CheckpointOptions = {}): Callback => {
  const { every = 1, keepBest = false } = options;
  if (!Number.isSafeInteger(every) || every < 0) {
    throw new ThalwegError("argument", `checkpoint: every must be a whole number of epochs ≥ 0, got ${every}`);
  }
  const note = `checkpoint/${options.monitor ?? "best"}`;
  const saveBest = async (record: EpochRecord, fitting: Fitting): Promise<void> => {
    const monitor = options.monitor ?? (record.validation === undefined ? "loss" : "validationLoss");
    const mode = options.mode ?? modeFor(monitor, fitting);
    const value = monitoredValue("checkpoint", monitor, record);
    const best = fitting.recall(note);
    if (!isBetter(value, typeof best === "number" ? best : worst(mode), mode)) return;
    fitting.remember(note, value);
    await fitting.save(joinPath(folder, "best.safetensors"));
  };
  return {
    async onEpochEnd(record, fitting) {
      const { epoch } = record;
      if (keepBest) await saveBest(record, fitting);
      if (every === 0 || epoch % every !== 0) return;
      await fitting.save(joinPath(folder, `epoch-${String(epoch).padStart(4, "0")}.safetensors`));
    },
    // Another fit has a best epoch of its own; one that is broken off and goes on has not.
    onTrainEnd(_, fitting) {
      fitting.remember(note, undefined);
    },
  };
};

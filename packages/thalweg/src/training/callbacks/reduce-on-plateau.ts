import { standardOutput, type TextStream } from "#platform";
import { ThalwegError } from "../../errors/thalweg-error.ts";
import type { Json, PlateauOptions, PlateauState } from "../../schedules/index.ts";
import { plateauFor } from "../../schedules/plateau.ts";
import type { Callback, EpochRecord, Fitting, StepRecord } from "../callback.ts";
import { type MonitorMode, modeFor, monitoredValue } from "./monitor.ts";

export interface ReduceOnPlateauOptions extends Omit<PlateauOptions, "mode"> {
  /**
   * What should improve: `loss`, a metric, or either on validation data, such as `validationAccuracy`. Unless given,
   * `validationLoss`, or `loss` in a fit without validation data.
   */
  readonly monitor?: string;
  /** Whether the value should fall or rise; accuracies rise, losses fall, unless given. */
  readonly mode?: MonitorMode;
  /** Whether it looks at the end of every "epoch" (default), or at every "step", whose `averageOver` batches it takes together. */
  readonly each?: "epoch" | "step";
  /** Prints each reduction; false unless given. */
  readonly verbose?: boolean;
  readonly stream?: TextStream;
}

const isState = (note: Json | undefined): note is Json & PlateauState =>
  typeof note === "object" && note !== null && "waited" in note && "resting" in note && "best" in note;

/** The monitored value of a single batch. */
const valueOfStep = (monitor: string, { loss, metrics }: StepRecord): number => {
  const values: Readonly<Record<string, number>> = { loss, ...metrics };
  if (Object.hasOwn(values, monitor)) return values[monitor];
  const names = Object.keys(values).join(", ");
  throw new ThalwegError("argument", `reduceOnPlateau: monitor must be one of ${names} each step, got ${monitor}`);
};

/**
 * Reduces the learning rate when a monitored value no longer improves: rate ← max(factor · rate, floor) after
 * `patience` epochs in a row without improvement. As Keras' and PyTorch's ReduceLROnPlateau, Optax' reduce_on_plateau.
 *
 * It multiplies the optimizer's rate, so that a schedule goes on below it. What it knows is saved with the model, and
 * another fit goes on with it. `rule` "torch", "keras" or "optax" counts as they do; see `plateau`.
 *
 * @example
 * const callbacks = [reduceOnPlateau({ factor: 0.5, patience: 3, floor: 1e-5 })];
 * await trainer.fit(train, { epochs: 50, batchSize: 128, validation, callbacks });
 */
export const reduceOnPlateau = (options: ReduceOnPlateauOptions = {}): Callback => {
  const { monitor: asked, mode, each = "epoch", verbose = false, stream = standardOutput(), ...rest } = options;
  const ruleFor = (direction: MonitorMode) => plateauFor("reduceOnPlateau", { ...rest, mode: direction });
  ruleFor(mode ?? "min");
  const look = (monitor: string, value: number, place: string, fitting: Fitting): void => {
    const rule = ruleFor(mode ?? modeFor(monitor, fitting));
    const key = `reduceOnPlateau/${monitor}`;
    const known = fitting.recall(key);
    const before = fitting.learningRate;
    if (Number.isNaN(before)) {
      throw new ThalwegError("argument", "reduceOnPlateau: the optimizer has no learning rate that could be reduced");
    }
    const next = rule.next({ ...(isState(known) ? known : rule.start()), value: before }, value);
    fitting.remember(key, { ...next });
    if (next.value === before) return;
    fitting.learningRateScale *= next.value / before;
    if (verbose) stream.write(`${place}: ${monitor} has not improved on ${next.best}, learning rate ${next.value}\n`);
  };
  if (each === "step") {
    return {
      onStepEnd(record, fitting) {
        if (record.skipped !== undefined) return;
        look(asked ?? "loss", valueOfStep(asked ?? "loss", record), `step ${record.step}`, fitting);
      },
    };
  }
  return {
    onEpochEnd(record: EpochRecord, fitting) {
      const monitor = asked ?? (record.validation === undefined ? "loss" : "validationLoss");
      look(monitor, monitoredValue("reduceOnPlateau", monitor, record), `epoch ${record.epoch}`, fitting);
    },
  };
};

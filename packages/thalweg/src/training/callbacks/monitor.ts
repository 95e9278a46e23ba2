import { ThalwegError } from "../../errors/thalweg-error.ts";
import type { EpochRecord, Fitting } from "../callback.ts";

/** Whether the monitored value should fall or rise. */
export type MonitorMode = "min" | "max";

const ofValidation = (name: string): string => `validation${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/**
 * The numbers of an epoch by the names that callbacks monitor: `loss`, each metric, and the same on validation data,
 * `validationLoss`, `validationAccuracy`.
 *
 * @example
 * monitoredValues(record).validationLoss;
 */
export const monitoredValues = ({ loss, metrics, validation }: EpochRecord): Readonly<Record<string, number>> => {
  const fitted = { loss, ...metrics };
  if (validation === undefined) return fitted;
  const held = { loss: validation.loss, ...validation.metrics };
  return { ...fitted, ...Object.fromEntries(Object.entries(held).map(([name, value]) => [ofValidation(name), value])) };
};

/** A metric says itself which values are better; losses should fall. */
export const modeFor = (monitor: string, { metrics }: Pick<Fitting, "metrics">): MonitorMode => {
  const metric = metrics.find(({ name }) => monitor === name || monitor === ofValidation(name));
  return metric?.better === "higher" ? "max" : "min";
};

/** Whether `value` is better than `best` by more than `minDelta`; NaN never is. */
export const isBetter = (value: number, best: number, mode: MonitorMode, minDelta = 0): boolean =>
  mode === "min" ? value < best - minDelta : value > best + minDelta;

/** Worse than any value. */
export const worst = (mode: MonitorMode): number => (mode === "min" ? Infinity : -Infinity);

/** The monitored value of an epoch; an error that lists the names there are when it is not among them. */
export const monitoredValue = (owner: string, monitor: string, record: EpochRecord): number => {
  const values = monitoredValues(record);
  const value = values[monitor];
  if (value !== undefined) return value;
  const remedy =
    monitor.startsWith("validation") && record.validation === undefined ? "; give fit() validation data for it" : "";
  throw new ThalwegError(
    "argument",
    `${owner}: monitor must be one of ${Object.keys(values).join(", ")}, got ${monitor}${remedy}`,
  );
};

import type { EpochRecord } from "../callback.ts";

/** Four significant digits, as plain as they can be: 0.3124, 12.34, 1.2e-5. */
export const showNumber = (value: number): string => {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return Number(value.toPrecision(3)).toExponential();
  return size >= 1000 ? value.toFixed(0) : value.toFixed(size >= 100 ? 1 : size >= 10 ? 2 : 4);
};

/** A rate in at most three digits: 0.001, 9.12e-5. */
export const showRate = (rate: number): string => {
  const short = Number(rate.toPrecision(3));
  return short !== 0 && Math.abs(short) < 1e-3 ? short.toExponential() : String(short);
};

/** A span of time: `4.2 s`, `1:05`, `2:00:00`. */
export const showSeconds = (seconds: number): string => {
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const pad = (part: number): string => String(part).padStart(2, "0");
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(whole % 60)}` : `${minutes}:${pad(whole % 60)}`;
};

/** `loss 0.3124  accuracy 0.8871` */
export const showValues = (loss: number, metrics: Readonly<Record<string, number>>): string =>
  Object.entries({ loss, ...metrics })
    .map(([name, value]) => `${name} ${showNumber(value)}`)
    .join("  ");

/** `epoch  3/10`, the number as wide as the last one. */
export const showEpoch = (epoch: number, epochs: number): string =>
  `epoch ${String(epoch).padStart(String(epochs).length)}/${epochs}`;

/** An epoch in one line: `epoch  3/10  loss 0.3124  accuracy 0.8871  validation: loss 0.3411 …  rate 0.001  2.3 s`. */
export const epochLine = (record: EpochRecord, epochs: number): string => {
  const { validation, skipped } = record;
  return [
    showEpoch(record.epoch, epochs),
    showValues(record.loss, record.metrics),
    ...(validation ? [`validation: ${showValues(validation.loss, validation.metrics)}`] : []),
    `rate ${showRate(record.learningRate)}`,
    showSeconds(record.seconds),
    ...(skipped > 0 ? [`${skipped} update${skipped > 1 ? "s" : ""} skipped`] : []),
  ].join("  ");
};

/** A bar of `width` cells, filled to `fraction` in eighths of a cell. */
export const bar = (fraction: number, width: number): string => {
  const eighths = Math.round(Math.min(Math.max(fraction, 0), 1) * width * 8);
  const partial = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8];
  return ("█".repeat(Math.floor(eighths / 8)) + partial).padEnd(width);
};

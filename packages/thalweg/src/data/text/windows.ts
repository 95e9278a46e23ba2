import { ThalwegError } from "../../errors/thalweg-error.ts";
import type { Dataset } from "../dataset.ts";

/** Ids of a text as a network is to predict them. */
export interface Windows {
  /** Symbols that a model sees at once. */
  readonly length: number;
  /** Symbols from the beginning of one window to that of the next; `length` unless said. */
  readonly stride?: number;
  /** Symbols left out before the first window. */
  readonly offset?: number;
  readonly name?: string;
}

const positive = (name: string, value: number): void => {
  if (Number.isInteger(value) && value > 0) return;
  throw new ThalwegError("argument", `textDataset: ${name} must be a positive whole number, got ${value}`);
};

/** How many windows with the symbol after them fit. */
export const windowCount = (ids: number, { length, stride = length, offset = 0 }: Windows): number =>
  Math.floor((ids - offset - length - 1) / stride) + 1;

export const checkWindows = (ids: number, { length, stride = length, name = "text" }: Windows): void => {
  positive("length", length);
  positive("stride", stride);
  if (ids > length) return;
  throw new ThalwegError(
    "data",
    `textDataset: ${name} must hold more than length = ${length} symbols, got ${ids}; give more text or a smaller length`,
  );
};

/** Windows [windows, length] of ids, and as targets the same one symbol on. */
export const windowsOf = (ids: Int32Array, options: Windows): Dataset => {
  const { length, stride = length, offset = 0, name = "text" } = options;
  checkWindows(ids.length, options);
  const count = windowCount(ids.length, options);
  const inputs = new Int32Array(count * length);
  const targets = new Int32Array(count * length);
  for (let window = 0; window < count; window += 1) {
    const begin = offset + window * stride;
    inputs.set(ids.subarray(begin, begin + length), window * length);
    targets.set(ids.subarray(begin + 1, begin + 1 + length), window * length);
  }
  const shape = [count, length];
  return { name, inputs: { values: inputs, shape }, targets: { values: targets, shape } };
};

import { writeFileAtomic } from "#platform";
import type { Callback, EpochRecord } from "../callback.ts";
import { monitoredValues } from "./monitor.ts";

/** A field as RFC 4180 writes it. */
const field = (value: string | number): string => {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const columnsOf = (record: EpochRecord): Readonly<Record<string, number>> => {
  const { epoch, step, learningRate, seconds, skipped } = record;
  return { epoch, step, ...monitoredValues(record), learningRate, seconds, skipped };
};

/**
 * The epochs of a history as CSV: a header, then a line for each epoch.
 *
 * @example
 * historyCsv([{ epoch: 1, step: 469, loss: 0.5, … }]); // "epoch,step,loss,learningRate,seconds,skipped\n1,469,0.5,…\n"
 */
export const historyCsv = (history: readonly EpochRecord[]): string => {
  const rows = history.map(columnsOf);
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [names, ...rows.map((row) => names.map((name) => row[name] ?? ""))];
  return lines.map((line) => `${line.map(field).join(",")}\n`).join("");
};

/**
 * Writes the history as CSV after every epoch: epoch, step, loss, metrics, the same on validation data, learning
 * rate, seconds, skipped updates. The file is replaced as a whole, so that a crash leaves whole lines.
 *
 * @example
 * await trainer.fit(train, { epochs: 10, batchSize: 128, callbacks: [csvLog("runs/a/history.csv")] });
 */
export const csvLog = (path: string): Callback => {
  let history: EpochRecord[] = [];
  return {
    onTrainBegin() {
      history = [];
    },
    async onEpochEnd(record) {
      history.push(record);
      await writeFileAtomic(path, new TextEncoder().encode(historyCsv(history)));
    },
  };
};

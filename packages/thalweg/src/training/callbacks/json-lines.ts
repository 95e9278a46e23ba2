import { JsonLinesWriter } from "../../events/json-lines.ts";
import type { Fitting } from "../callback.ts";
import type { LogCallback } from "./tensor-board.ts";

export interface JsonLinesOptions {
  /** What the log says of the run before its first update. */
  readonly setup?: (fitting: Fitting) => object;
}

/** A log that others write to while the fit runs. */
export interface JsonLinesCallback extends LogCallback {
  /** Adds a line, such as `{ kind: "finding", … }`; only between the beginning and the end of a fit. */
  write(line: object): Promise<void>;
}

/**
 * Writes what happens as JSON lines: `{ kind: "step", step, epoch, batch, loss, … }` after each batch, `probe` where there was one,
 * `epoch`, `setup` at the beginning where it is given, `end` with the reason where something stopped the fit. `readJsonLines` reads them; a fit that goes on with the file
 * begins with `{ kind: "resume", step }`, which replaces what came after.
 *
 * @example
 * await trainer.fit(train, { epochs: 2, batchSize: 128, callbacks: [jsonLines("runs/d/log.jsonl")] });
 * (await readJsonLines("runs/d/log.jsonl"))?.at(-1)?.kind; // "end"
 */
export const jsonLines = (path: string, { setup }: JsonLinesOptions = {}): JsonLinesCallback => {
  let writer: JsonLinesWriter | undefined;
  return {
    async onTrainBegin(fitting) {
      await writer?.close();
      writer = await JsonLinesWriter.open(path);
      if (writer.goesOn)
        await writer.write({ kind: "resume", step: fitting.about.steps, epoch: fitting.epoch, batch: fitting.batch });
      if (setup !== undefined) await writer.write({ kind: "setup", ...setup(fitting) });
      await writer.flush();
    },
    async onStepEnd({ step, epoch, batch, loss, learningRate, metrics, skipped, probe }) {
      await writer?.write({ kind: "step", step, epoch, batch, loss, learningRate, metrics, skipped });
      if (probe === undefined) return;
      // As many numbers as the model has: those are for TensorBoard's histograms.
      const { gradients: _, ...numbers } = probe;
      await writer?.write({ kind: "probe", ...numbers });
    },
    async onEpochEnd(record) {
      await writer?.write({ kind: "epoch", ...record });
      await writer?.flush();
    },
    async onTrainEnd(history, fitting) {
      const step = history.at(-1)?.step ?? fitting.about.steps;
      await writer?.write({ kind: "end", step, epochs: history.length, stopped: fitting.stopped });
      await writer?.close();
      writer = undefined;
    },
    async write(line) {
      await writer?.write(line);
    },
    async flush() {
      await writer?.flush();
    },
  };
};

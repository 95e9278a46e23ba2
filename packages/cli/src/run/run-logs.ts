import { join } from "node:path";
import { findingLine, findingsOf, nonFiniteLine, type Watching } from "thalweg/diagnosis";
import {
  type Callback,
  type EpochRecord,
  type Fitting,
  type JsonLinesCallback,
  jsonLines,
  type LogCallback,
  type StepRecord,
  tensorBoard,
} from "thalweg/training";

/** The log of a run, as JSON lines, within its folder. */
export const logName = "log.jsonl";

type Hyperparameters = Readonly<Record<string, number | string | boolean>>;

/** Settings as TensorBoard's table shows them, which has no lists. */
const hyperparametersOf = (settings: object): Hyperparameters =>
  Object.fromEntries(
    Object.entries(settings).flatMap(([name, value]) => {
      if (value === undefined) return [];
      if (typeof value === "number" || typeof value === "string" || typeof value === "boolean") return [[name, value]];
      const text = Array.isArray(value) ? value.join(",") : JSON.stringify(value);
      return text === "" || text === "{}" ? [] : [[name, text]];
    }),
  );

/** The same as Markdown, for its page of texts. */
const settingsText = (settings: Hyperparameters): string =>
  [
    "| setting | value |",
    "|---|---|",
    ...Object.entries(settings).map(([name, value]) => `| ${name} | ${String(value).replaceAll("|", "\\|")} |`),
  ].join("\n");

/** Logs a run in its folder, which is there when training begins: for TensorBoard, and as JSON lines. */
export class RunLogs implements Callback {
  private readonly folder: () => string;
  private readonly settings: object;
  private readonly watch: Watching;
  private hasNonFinite = false;
  private lines: JsonLinesCallback | undefined;
  private logs: readonly LogCallback[] = [];

  /** `watch` hears of everything first. */
  constructor(folder: () => string, settings: object, watch: Watching) {
    this.folder = folder;
    this.settings = settings;
    this.watch = watch;
  }

  async onTrainBegin(fitting: Fitting): Promise<void> {
    const folder = this.folder();
    this.lines = jsonLines(join(folder, logName), { setup: () => this.watch.observations()?.setup ?? {} });
    const hyperparameters = hyperparametersOf(this.settings);
    const text = { settings: settingsText(hyperparameters) };
    this.logs = [this.lines, tensorBoard(folder, { hyperparameters, text })];
    for (const log of this.logs) await log.onTrainBegin?.(fitting);
  }

  async onStepEnd(step: StepRecord, fitting: Fitting): Promise<void> {
    for (const log of this.logs) await log.onStepEnd?.(step, fitting);
    const nonFinite = this.watch.observations()?.nonFinite;
    if (nonFinite === undefined || this.hasNonFinite) return;
    this.hasNonFinite = true;
    await this.lines?.write(nonFiniteLine(nonFinite));
  }

  async onEpochEnd(record: EpochRecord, fitting: Fitting): Promise<void> {
    for (const log of this.logs) await log.onEpochEnd?.(record, fitting);
  }

  async onTrainEnd(history: readonly EpochRecord[], fitting: Fitting): Promise<void> {
    const seen = this.watch.observations();
    for (const finding of seen ? findingsOf(seen) : []) await this.lines?.write(findingLine(finding));
    for (const log of this.logs) await log.onTrainEnd?.(history, fitting);
    this.logs = [];
  }

  /** Writes what waits: a fit that fails has no end. */
  async flush(): Promise<void> {
    for (const log of this.logs) await log.flush();
  }
}

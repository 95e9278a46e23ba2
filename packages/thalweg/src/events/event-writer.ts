import { joinPath, listFolder, makeFolder, processName } from "#platform";
import { ThalwegError } from "../errors/thalweg-error.ts";
import type { TypedArray } from "../kernels/dtype.ts";
import { AppendLog } from "./append-log.ts";
import { encodeEvent, fileVersion } from "./event.ts";
import { histogramOf } from "./histogram.ts";
import { framed } from "./records.ts";
import type { SummaryValue } from "./summary.ts";

/** How the names of event files begin; TensorBoard knows them by it. */
export const eventFileStart = "events.out.tfevents.";

const seconds = (): number => Date.now() / 1000;

let opened = 0;

/** When each event file of a folder was begun, by its name. */
const timesIn = async (folder: string): Promise<number[]> => {
  const files = (await listFolder(folder)) ?? [];
  return files.flatMap(({ name }) => {
    const time = name.startsWith(eventFileStart) ? Number.parseInt(name.slice(eventFileStart.length), 10) : Number.NaN;
    return Number.isNaN(time) ? [] : [time];
  });
};

/**
 * Writes an event file for TensorBoard. A folder holds one run; each writer adds a file to it and never changes one.
 *
 * @example
 * const writer = await EventWriter.open("runs/a");
 * await writer.scalars(1, { "train/loss": 0.5 });
 * await writer.histogram(1, "weights/dense", Float32Array.of(-1, 0, 2));
 * await writer.text(1, "about", "The *first* run.");
 * await writer.close();
 */
export class EventWriter {
  /** Whether the folder had event files before. */
  readonly goesOn: boolean;
  private readonly log: AppendLog;

  private constructor(path: string, goesOn: boolean) {
    this.log = new AppendLog(path);
    this.goesOn = goesOn;
  }

  /**
   * Begins a file. Where the folder has files of an earlier program, what they hold at `firstStep` and later counts no more:
   * 0, unless given, begins the run anew; 1 more than the updates made before goes on with it.
   */
  static async open(folder: string, { firstStep = 0 }: { firstStep?: number } = {}): Promise<EventWriter> {
    checkStep(firstStep);
    await makeFolder(folder);
    const [times, wallTime] = [await timesIn(folder), seconds()];
    // Files are read in the order of their names: a new one is newer by name than all there are.
    const time = Math.max(Math.floor(wallTime), ...times.map((other) => other + 1));
    const name = `${eventFileStart}${time}.${processName()}.${opened++}`;
    const writer = new EventWriter(joinPath(folder, name), times.length > 0);
    await writer.log.append(framed(encodeEvent({ kind: "version", version: fileVersion, step: 0, wallTime })));
    await writer.log.append(framed(encodeEvent({ kind: "start", step: firstStep, wallTime })));
    await writer.log.flush();
    return writer;
  }

  get path(): string {
    return this.log.path;
  }

  /** Writes values of one step together. */
  async write(step: number, values: readonly SummaryValue[]): Promise<void> {
    checkStep(step);
    if (values.length === 0) return;
    await this.log.append(framed(encodeEvent({ kind: "values", step, wallTime: seconds(), values })));
  }

  /** Numbers by tag; TensorBoard keeps them as float32. */
  scalars(step: number, values: Readonly<Record<string, number>>): Promise<void> {
    return this.write(
      step,
      Object.entries(values).map(([tag, value]) => ({ tag, kind: "scalar", value })),
    );
  }

  /** How values are spread; nothing is written where none is finite. */
  async histogram(step: number, tag: string, values: TypedArray): Promise<void> {
    const histogram = histogramOf(values);
    if (histogram !== undefined) await this.write(step, [{ tag, kind: "histogram", histogram }]);
  }

  /** Markdown. */
  text(step: number, tag: string, text: string): Promise<void> {
    return this.write(step, [{ tag, kind: "text", text }]);
  }

  /** Writes what waits. */
  flush(): Promise<void> {
    return this.log.flush();
  }

  close(): Promise<void> {
    return this.log.close();
  }
}

const checkStep = (step: number): void => {
  if (Number.isSafeInteger(step) && step >= 0) return;
  throw new ThalwegError("argument", `EventWriter: a step must be a whole number of updates ≥ 0, got ${step}`);
};

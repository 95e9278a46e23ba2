import { joinPath, listFolder, readFile } from "#platform";
import { ThalwegError } from "../errors/thalweg-error.ts";
import { decodeEvent, type LoggedEvent } from "./event.ts";
import { type RecordsEnd, readRecords } from "./records.ts";

/** The events of one file up to the last whole one, and how the file ended. */
export interface EventFile {
  readonly events: readonly LoggedEvent[];
  readonly end: RecordsEnd;
}

/** Reads one event file; one that is still written, or was cut off, is read up to its last whole record. */
export const readEventFile = async (path: string): Promise<EventFile> => {
  const bytes = await readFile(path);
  if (bytes === undefined) throw new ThalwegError("file", `${path} is not there; name an event file`);
  const { records, end } = readRecords(bytes);
  return { events: records.flatMap((record) => decodeEvent(record) ?? []), end };
};

/**
 * The events of a run as TensorBoard shows them: all event files of a folder in order, without what a later program
 * replaced.
 *
 * @example
 * const writer = await EventWriter.open("runs/b");
 * await writer.scalars(1, { "train/loss": 0.5 });
 * await writer.close();
 * (await readEvents("runs/b")).length; // 3: the version, the start, and one of values
 */
export const readEvents = async (folder: string): Promise<LoggedEvent[]> => {
  const names = ((await listFolder(folder)) ?? []).filter(
    ({ name, isFolder }) => !isFolder && name.includes("tfevents"),
  );
  let events: LoggedEvent[] = [];
  for (const { name } of names) {
    for (const event of (await readEventFile(joinPath(folder, name))).events) {
      if (event.kind === "start") events = events.filter(({ kind, step }) => kind !== "values" || step < event.step);
      events.push(event);
    }
  }
  return events;
};

/** A number under a tag. */
export interface ScalarPoint {
  /** Updates made. */
  readonly step: number;
  /** Seconds since 1970. */
  readonly wallTime: number;
  readonly tag: string;
  readonly value: number;
}

/** The numbers among events, in order. */
export const scalarsIn = (events: readonly LoggedEvent[]): ScalarPoint[] =>
  events.flatMap((event) => {
    if (event.kind !== "values") return [];
    const { step, wallTime, values } = event;
    return values.flatMap((entry) =>
      entry.kind === "scalar" ? [{ step, wallTime, tag: entry.tag, value: entry.value }] : [],
    );
  });

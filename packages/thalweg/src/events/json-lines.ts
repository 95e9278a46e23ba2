/** JSON lines: a value a line, so that a file only grows and is readable when its writer is killed. */
import { appendFile, readFile, writeFileAtomic } from "#platform";
import { ThalwegError } from "../errors/thalweg-error.ts";
import { AppendLog } from "./append-log.ts";

/** A line that was read; `kind` says what the others are. */
export type JsonLine = Readonly<Record<string, unknown>>;

/** Texts that stand for numbers which JSON lacks; the same as texts get an apostrophe, which is taken off again. */
const nonFinite = /^(NaN|-?Infinity)$/;
const marked = /^'+(NaN|-?Infinity)$/;
const likeNonFinite = /^'*(NaN|-?Infinity)$/;

const written = (_name: string, value: unknown): unknown => {
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "string") return likeNonFinite.test(value) ? `'${value}` : value;
  return ArrayBuffer.isView(value) ? Object.values(value) : value;
};

const read = (_name: string, value: unknown): unknown => {
  if (typeof value !== "string") return value;
  if (nonFinite.test(value)) return Number(value);
  return marked.test(value) ? value.slice(1) : value;
};

/** A value as one line without its end; numbers that are not finite become "NaN", "Infinity" and "-Infinity". */
export const encodeJsonLine = (line: object): string => JSON.stringify(line, written);

const isLine = (value: unknown): value is JsonLine =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Reads what `encodeJsonLine` wrote; undefined for what is no object. */
export const decodeJsonLine = (text: string): JsonLine | undefined => {
  try {
    const value: unknown = JSON.parse(text, read);
    return isLine(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** Whether a line was logged after the place that a run went on from: several batches may make one update, and some none. */
const isAfter = ({ step, epoch, batch }: JsonLine, from: JsonLine): boolean => {
  if (typeof step !== "number" || typeof from.step !== "number" || step < from.step) return false;
  if (step > from.step) return true;
  const isSameEpoch = epoch !== undefined && epoch === from.epoch;
  return isSameEpoch && typeof batch === "number" && typeof from.batch === "number" && batch > from.batch;
};

/** Without what was logged after the place that a run went on from. */
const withoutReplaced = (lines: readonly JsonLine[]): JsonLine[] => {
  let kept: JsonLine[] = [];
  for (const line of lines) {
    if (line.kind === "resume") kept = kept.filter((other) => !isAfter(other, line));
    kept.push(line);
  }
  return kept;
};

/**
 * The lines of a text. A last line that was cut off is left out; a damaged one before is an error that names `path` and
 * the line. After `{ kind: "resume", step }`, lines before it with a larger `step` are left out, and those with the same
 * one and a larger `batch` of the same `epoch` where it names both.
 *
 * @example
 * parseJsonLines('{"loss":0.5}\n{"loss":"NaN"}\n{"lo', "log.jsonl"); // [{ loss: 0.5 }, { loss: NaN }]
 */
export const parseJsonLines = (text: string, path: string): JsonLine[] => linesFrom(text.split("\n"), path);

/** Of texts between ends of lines, the last of which may be cut off. */
const linesFrom = (texts: Iterable<string>, path: string): JsonLine[] => {
  const lines: JsonLine[] = [];
  let [number, damaged] = [0, 0];
  for (const text of texts) {
    if (damaged > 0) {
      throw new ThalwegError("file", `${path}:${damaged}: the line is no JSON object; remove it to read the others`);
    }
    number++;
    if (text.trim() === "") continue;
    const value = decodeJsonLine(text);
    if (value === undefined) damaged = number;
    else lines.push(value);
  }
  return withoutReplaced(lines);
};

/** One after the other: a log of millions of lines is longer than a text can be. */
function* textsIn(bytes: Uint8Array): Generator<string> {
  const decoder = new TextDecoder();
  for (let start = 0; start <= bytes.length; ) {
    const found = bytes.indexOf(10, start);
    const end = found < 0 ? bytes.length : found;
    yield decoder.decode(bytes.subarray(start, end));
    start = end + 1;
  }
}

/** Reads a file of JSON lines as `parseJsonLines` does; undefined when there is none. */
export const readJsonLines = async (path: string): Promise<JsonLine[] | undefined> => {
  const bytes = await readFile(path);
  return bytes === undefined ? undefined : linesFrom(textsIn(bytes), path);
};

/** How many bytes of a file are whole lines. */
const wholeLines = (bytes: Uint8Array): number => bytes.lastIndexOf(10) + 1;

/**
 * Adds lines to a file.
 *
 * @example
 * const log = await JsonLinesWriter.open("runs/a/notes.jsonl");
 * await log.write({ kind: "note", text: "a larger rate", loss: Number.NaN });
 * await log.close();
 * (await readJsonLines("runs/a/notes.jsonl"))?.at(-1)?.text; // "a larger rate"
 */
export class JsonLinesWriter {
  /** Whether the file had lines before. */
  readonly goesOn: boolean;
  private readonly log: AppendLog;

  private constructor(path: string, goesOn: boolean) {
    this.log = new AppendLog(path);
    this.goesOn = goesOn;
  }

  /** Opens a file to write after its lines; a last line that was cut off is completed if it lacks but its end, else removed. */
  static async open(path: string): Promise<JsonLinesWriter> {
    // What cannot be written is said at once.
    await appendFile(path, new Uint8Array());
    const bytes = (await readFile(path)) ?? new Uint8Array();
    const whole = wholeLines(bytes);
    const isValue = decodeJsonLine(new TextDecoder().decode(bytes.subarray(whole))) !== undefined;
    const writer = new JsonLinesWriter(path, whole > 0 || isValue);
    if (whole === bytes.length) return writer;
    if (isValue) await writer.log.append(Uint8Array.of(10));
    else await writeFileAtomic(path, bytes.subarray(0, whole));
    return writer;
  }

  async write(line: object): Promise<void> {
    await this.log.append(new TextEncoder().encode(`${encodeJsonLine(line)}\n`));
  }

  /** Writes what waits. */
  flush(): Promise<void> {
    return this.log.flush();
  }

  close(): Promise<void> {
    return this.log.close();
  }
}

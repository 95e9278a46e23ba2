/**
 * Notes on a run: `notes.jsonl` in its folder, a JSON object a line, `{ time, text }`. Lines are only ever added, each in one
 * write; one that a crash has cut off is ignored, and the next note begins on a line of its own.
 */
import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { ThalwegError } from "thalweg/errors";

export interface Note {
  /** When it was written: `2026-01-31T12:00:00.000Z`. */
  readonly time: string;
  readonly text: string;
}

const fileIn = (folder: string): string => join(folder, "notes.jsonl");

const isNote = (value: unknown): value is Note =>
  typeof value === "object" &&
  value !== null &&
  "time" in value &&
  typeof value.time === "string" &&
  "text" in value &&
  typeof value.text === "string";

const readLine = (line: string): readonly Note[] => {
  try {
    const found: unknown = JSON.parse(line);
    return isNote(found) ? [{ time: found.time, text: found.text }] : [];
  } catch {
    return [];
  }
};

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** All notes on a run, in the order in which they were written; none where there is no file. */
export const readNotes = async (folder: string): Promise<readonly Note[]> => {
  try {
    return (await readFile(fileIn(folder), "utf8")).split("\n").flatMap(readLine);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw new ThalwegError("file", `${fileIn(folder)} cannot be read: ${reasonOf(error)}`, { cause: error });
  }
};

const newLine = "\n".charCodeAt(0);

/** Adds a note to those of a run. */
export const addNote = async (folder: string, note: Note): Promise<void> => {
  try {
    // Whatever else is written at the same time: "a" puts each write at the end.
    const file = await open(fileIn(folder), "a+");
    try {
      const { size } = await file.stat();
      const last = new Uint8Array([newLine]);
      if (size > 0) await file.read(last, 0, 1, size - 1);
      await file.write(`${last[0] === newLine ? "" : "\n"}${JSON.stringify({ time: note.time, text: note.text })}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new ThalwegError("file", `${fileIn(folder)} cannot be written: ${reasonOf(error)}`, { cause: error });
  }
};

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { EpochRecord } from "thalweg/training";
import { parseHistory } from "../journal/curves.ts";

const validationPrefix = "validation";
const ownColumns = ["epoch", "step", "learningRate", "seconds", "skipped", "loss"];

const lowered = (name: string): string => `${name[0].toLowerCase()}${name.slice(1)}`;

/** The records of so many first epochs, from `history.csv`; undefined where it does not hold them all. */
export const readRecords = async (folder: string, epochs: number): Promise<readonly EpochRecord[] | undefined> => {
  if (epochs === 0) return [];
  const text = await readFile(join(folder, "history.csv"), "utf8").catch(() => "");
  const columns = parseHistory(text);
  const rows = columns.get("epoch") ?? [];
  if (!Array.from({ length: epochs }, (_, row) => rows[row] === row + 1).every(Boolean)) return undefined;
  return rows.slice(0, epochs).map((_, row) => recordAt(columns, row));
};

const recordAt = (columns: ReadonlyMap<string, readonly number[]>, row: number): EpochRecord => {
  const numberOf = (name: string): number => columns.get(name)?.[row] ?? Number.NaN;
  const names = [...columns.keys()];
  const [epoch, step, learningRate, seconds, skipped, loss] = ownColumns.map(numberOf);
  const isHeld = (name: string): boolean => name.startsWith(validationPrefix);
  const held = Object.fromEntries(
    names.filter(isHeld).map((name) => [lowered(name.slice(validationPrefix.length)), numberOf(name)]),
  );
  const metrics = Object.fromEntries(
    names.filter((name) => !isHeld(name) && !ownColumns.includes(name)).map((name) => [name, numberOf(name)]),
  );
  const { loss: heldLoss, ...heldMetrics } = held;
  const record = { epoch, step, learningRate, seconds, skipped, loss, metrics };
  return heldLoss === undefined ? record : { ...record, validation: { loss: heldLoss, metrics: heldMetrics } };
};

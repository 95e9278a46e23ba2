import { writeFile } from "node:fs/promises";
import { type EpochRecord, historyCsv } from "thalweg/training";
import { expect, it } from "vitest";
import { temporaryFolder } from "../testing/folder.ts";
import { readRecords } from "./history.ts";

const within = temporaryFolder();

const record = (epoch: number, loss: number): EpochRecord => ({
  epoch,
  step: 7 * epoch,
  learningRate: 1e-3 / 3,
  seconds: 0.1 + 0.2,
  loss,
  metrics: { accuracy: 0.5, meanAbsoluteError: 2 / 3 },
  validation: { loss: loss * 1.1, metrics: { accuracy: Number.NaN, meanAbsoluteError: 1 } },
  skipped: epoch % 2,
});

it("reads back the records that were written, to the last bit", async () => {
  const records = [record(1, 0.7), record(2, Number.POSITIVE_INFINITY), record(3, 1e-300)];
  await writeFile(within("history.csv"), historyCsv(records));
  expect(await readRecords(within(), 3)).toEqual(records);
  expect(await readRecords(within(), 2)).toEqual(records.slice(0, 2));
  const plain = records.map(({ validation: _, ...others }) => others);
  await writeFile(within("history.csv"), historyCsv(plain));
  expect(await readRecords(within(), 3)).toEqual(plain);
});

it("knows when records are missing", async () => {
  expect(await readRecords(within("none"), 0)).toEqual([]);
  expect(await readRecords(within("none"), 1)).toBeUndefined();
  await writeFile(within("history.csv"), historyCsv([record(1, 1), record(3, 1)]));
  expect(await readRecords(within(), 2)).toBeUndefined();
  expect(await readRecords(within(), 1)).toHaveLength(1);
});

import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { csvLog, historyCsv } from "./csv-log.ts";
import { epochRecord, FakeFitting } from "./testing/fake-fitting.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "thalweg-"));
});
afterEach(() => rm(folder, { recursive: true }));

describe("csvLog", () => {
  it("holds a header and a whole line for each epoch so far", async () => {
    const path = join(folder, "run", "history.csv");
    const callback = csvLog(path);
    const fitting = new FakeFitting();
    const validation = { loss: 0.75, metrics: { accuracy: 0.5 } };
    await callback.onTrainBegin?.(fitting);
    await callback.onEpochEnd?.(epochRecord(1, { loss: 0.5, metrics: { accuracy: 0.25 }, validation }), fitting);
    const header =
      "epoch,step,loss,accuracy,validationLoss,validationAccuracy,learningRate,seconds,skipped\n" +
      "1,4,0.5,0.25,0.75,0.5,0.1,2.5,0\n";
    expect(await readFile(path, "utf8")).toBe(header);
    const second = epochRecord(2, { loss: Number.NaN, metrics: { accuracy: 0.5 }, validation, skipped: 3 });
    await callback.onEpochEnd?.(second, fitting);
    expect(await readFile(path, "utf8")).toBe(`${header}2,8,NaN,0.5,0.75,0.5,0.1,2.5,3\n`);
    expect(await readdir(join(folder, "run"))).toEqual(["history.csv"]);
  });
});

describe("historyCsv", () => {
  it("quotes names that hold commas or quotes, and leaves empty what an epoch lacks", () => {
    const first = epochRecord(1, { metrics: { 'a,"b"': 2 } });
    expect(historyCsv([first, epochRecord(2)])).toBe(
      'epoch,step,loss,"a,""b""",learningRate,seconds,skipped\n1,4,1,2,0.1,2.5,0\n2,8,1,,0.1,2.5,0\n',
    );
  });
});

import { readFile } from "node:fs/promises";
import type { EpochRecord } from "thalweg/training";
import { expect, it, vi } from "vitest";
import { FakeFitting } from "../../../thalweg/src/training/callbacks/testing/fake-fitting.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { Recording } from "./recording.ts";
import { RunFolder } from "./run-folder.ts";

const within = temporaryFolder();

const record = (epoch: number): EpochRecord => ({
  epoch,
  step: epoch,
  learningRate: 0.1,
  seconds: 0,
  loss: 1,
  metrics: {},
  skipped: 0,
});

const fitting = new FakeFitting(3, 1);

it("writes the first epoch at once, and those of the next moments together", async () => {
  const clock = vi.spyOn(performance, "now").mockReturnValue(1000);
  const recording = new Recording(
    () => RunFolder.claim({ runDir: within("run"), stem: "test" }),
    () => ({ status: "training" }),
  );
  const linesWritten = async () => (await readFile(within("run", "history.csv"), "utf8")).trimEnd().split("\n").length;
  await recording.onEpochEnd(record(1), fitting);
  expect(await linesWritten()).toBe(2);
  await recording.onEpochEnd(record(2), fitting);
  await recording.onEpochEnd(record(3), fitting);
  expect(await linesWritten()).toBe(2);
  clock.mockReturnValue(1600);
  await recording.onEpochEnd(record(4), fitting);
  expect(await linesWritten()).toBe(5);
  await recording.onEpochEnd(record(5), fitting);
  await recording.write({ status: "finished" });
  clock.mockRestore();
  expect(await linesWritten()).toBe(6);
  expect(JSON.parse(await readFile(within("run", "run.json"), "utf8"))).toEqual({ status: "finished" });
});

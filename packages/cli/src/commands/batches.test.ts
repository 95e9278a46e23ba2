import { expect, it } from "vitest";
import { temporaryFolder } from "../testing/folder.ts";
import { lastLine, runHere } from "../testing/surroundings.ts";

const within = temporaryFolder();
const quick = ["--examples", "64", "--epochs", "2"];

it("compares sizes in a table and in curves", async () => {
  const { exitCode, out, err } = await runHere("batches", "--batch-sizes", "all,1,16", ...quick);
  expect([exitCode, err]).toEqual([0, "batch size 64\nbatch size 1\nbatch size 16\n"]);
  expect(out).toMatch(/^all 64 +1 +0 +0\.\d{4} +\d/m);
  expect(out).toMatch(/^16 +4 +0\.\d+ +0\.\d{4} +\d/m);
});

it("ends with one line of JSON, and draws", async () => {
  const report = within("batches.html");
  const { exitCode, out } = await runHere("batches", "--batch-sizes", "8,32", "--json", "--report", report, ...quick);
  expect(exitCode).toBe(0);
  expect(out.trimEnd().split("\n")).toHaveLength(1);
  const { batchSizes, files } = JSON.parse(lastLine(out));
  expect(batchSizes.map(({ batchSize }: { batchSize: number }) => batchSize)).toEqual([8, 32]);
  expect(batchSizes[0].lossByEpoch).toHaveLength(3);
  expect(files).toEqual([report]);
});

it.each([
  [["--batch-sizes", "0"], "It must be a whole number ≥ 1"],
  [["--batch-sizes", "1,1"], "It must name each size once, got 1 twice."],
  [["--batch-sizes", "65", "--examples", "64"], "a batch has at most 64 examples"],
  [["--model", "logistc"], "There is no model logistc; did you mean logistic?"],
  [["--rate", "0"], "It must be a number > 0."],
  [["--epochs", "0"], "It must be a whole number ≥ 1."],
])("refuses %j with exit code 2", async (parameters, message) => {
  const { exitCode, out, err } = await runHere("batches", ...parameters);
  expect([exitCode, out]).toEqual([2, ""]);
  expect(err).toContain(message);
});

import { watching } from "thalweg/diagnosis";
import { readEvents, readJsonLines } from "thalweg/events";
import { dense, sequential } from "thalweg/layers";
import { mse } from "thalweg/losses";
import { gradientDescent } from "thalweg/optimizers";
import { Trainer } from "thalweg/training";
import { expect, it } from "vitest";
import { temporaryFolder } from "../testing/folder.ts";
import { RunLogs } from "./run-logs.ts";

const within = temporaryFolder();

it("logs a run for TensorBoard, its settings as a text among it, and as JSON lines", async () => {
  const settings = { optimizer: "sgd", learningRate: 0.1, hidden: [8, 4], file: "a|b.csv", sample: undefined };
  const watch = watching();
  const ones = { values: new Float32Array(4).fill(1), shape: [4, 1] };
  const trainer = new Trainer({ model: sequential([dense(1)]), loss: mse(), optimizer: gradientDescent() });
  const callbacks = [watch, new RunLogs(within, settings, watch)];
  await trainer.fit({ name: "ones", inputs: ones, targets: ones }, { epochs: 1, batchSize: 2, callbacks });
  const values = (await readEvents(within())).flatMap((event) => (event.kind === "values" ? event.values : []));
  const texts = values.flatMap((value) => (value.kind === "text" ? [[value.tag, value.text]] : []));
  const rows = ["| optimizer | sgd |", "| learningRate | 0.1 |", "| hidden | 8,4 |", "| file | a\\|b.csv |"];
  expect(texts).toEqual([["settings", ["| setting | value |", "|---|---|", ...rows].join("\n")]]);
  const kinds = (await readJsonLines(within("log.jsonl")))?.map(({ kind }) => kind);
  expect(kinds?.filter((kind) => kind !== "finding")).toEqual([
    "setup",
    "step",
    "probe",
    "step",
    "probe",
    "epoch",
    "end",
  ]);
});

/** Real TensorBoard reads every number that is written; see testing/read_tensorboard.py. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { garments, rescale } from "../data/index.ts";
import { dense, flatten, relu, sequential } from "../layers/index.ts";
import { crossEntropy } from "../losses/index.ts";
import { accuracy } from "../metrics/index.ts";
import { adam } from "../optimizers/catalogue/index.ts";
import { type Callback, jsonLines, Trainer, tensorBoard } from "../training/index.ts";
import { EventWriter } from "./event-writer.ts";
import { histogramOf } from "./histogram.ts";
import { type JsonLine, readJsonLines } from "./json-lines.ts";
import { readEventFile, readEvents, type ScalarPoint, scalarsIn } from "./read-events.ts";
import { python, type ReadRun, readWithTensorboard, reason } from "./testing/tensorboard.ts";

let folder = "";
const run = (): string => join(folder, "run");
const lines: JsonLine[] = [];

const probes: Callback = { probeAt: (update) => (update % 4 === 0 ? { turn: true, gradients: true } : undefined) };

/** A real run of two fits, the second of which goes on with the first. */
const train = async (): Promise<void> => {
  const { train, test } = garments({ train: 300, test: 60, seed: 0 });
  const trainer = new Trainer({
    model: sequential([flatten(), dense(8), relu(), dense(10)]),
    loss: crossEntropy(),
    optimizer: adam({ learningRate: 1e-2 }),
    metrics: [accuracy()],
    seed: 0,
  });
  const settings = { optimizer: "adam", learningRate: 0.01, shuffle: true };
  const log = join(run(), "log.jsonl");
  for (const epochs of [2, 1]) {
    const board = tensorBoard(run(), { hyperparameters: settings, text: { about: "A **small** run." } });
    const callbacks = [probes, board, jsonLines(log)];
    await trainer.fit(rescale(train), { epochs, batchSize: 50, validation: rescale(test), callbacks });
  }
  lines.push(...((await readJsonLines(log)) ?? []));
};

const byTag = (points: readonly ScalarPoint[]): ReadRun["scalars"] => {
  const tags: Record<string, [number, number | string][]> = {};
  for (const { tag, step, value } of points) {
    tags[tag] ??= [];
    tags[tag].push([step, Number.isFinite(value) ? value : String(value).toLowerCase().replace("infinity", "inf")]);
  }
  return tags;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "thalweg-"));
  if (python !== undefined) await train();
});
afterAll(() => rm(folder, { recursive: true }));

describe.skipIf(python === undefined)(`TensorBoard${reason}`, () => {
  it("reads the scalars, histograms, text, hyperparameters and charts of a run", async () => {
    const [read] = await readWithTensorboard([run()]);
    const events = await readEvents(run());
    expect(read.scalars).toEqual(byTag(scalarsIn(events)));
    const steps = lines.filter(({ kind }) => kind === "step");
    expect(steps.length).toBe(18);
    expect(read.scalars["train/loss"]).toEqual(steps.map(({ step, loss }) => [step, Math.fround(Number(loss))]));
    expect(read.scalars["probe/gradient norm"].map(([step]) => step)).toEqual([4, 8, 12, 16]);
    expect(read.scalars["epoch/loss/validation"].map(([step]) => step)).toEqual([6, 12, 18]);
    const histograms = events.flatMap((event) =>
      event.kind === "values" ? event.values.flatMap((value) => (value.kind === "histogram" ? value : [])) : [],
    );
    const buckets = Object.values(read.histograms).flat();
    expect(Object.keys(read.histograms).length).toBe(8);
    expect(buckets.length).toBe(histograms.length);
    const counts = (all: readonly number[]): number => all.reduce((sum, count) => sum + count, 0);
    for (const [, value] of read.histograms["weights/dense/weight"]) expect(counts(value.map((b) => b[2]))).toBe(6272);
    expect(read.text).toEqual({ about: [[0, "A **small** run."]] });
    const results = ["epoch/loss/train", "epoch/loss/validation", "epoch/accuracy/train", "epoch/accuracy/validation"];
    expect(read.hyperparameters).toEqual({
      names: ["optimizer", "learningRate", "shuffle"],
      results,
      settings: { optimizer: "adam", learningRate: 0.01, shuffle: true },
      status: 1,
    });
    const pattern = (tag: string): string => `^${tag}$`;
    expect(read.charts).toEqual({ loss: results.slice(0, 2).map(pattern), accuracy: results.slice(2).map(pattern) });
  });

  it("reads numbers that are not finite, and the buckets of a histogram", async () => {
    const path = join(folder, "numbers");
    const writer = await EventWriter.open(path);
    for (const [index, value] of [0.1, Number.NaN, Infinity, -Infinity].entries())
      await writer.scalars(index, { value });
    const values = Float64Array.of(-2, 0, 0, 1.5, 1.5, 1.5);
    await writer.histogram(1, "values", values);
    await writer.close();
    const [{ scalars, histograms }] = await readWithTensorboard([path]);
    expect(scalars.value).toEqual([
      [0, Math.fround(0.1)],
      [1, "nan"],
      [2, "inf"],
      [3, "-inf"],
    ]);
    const [[step, buckets]] = histograms.values;
    expect(step).toBe(1);
    expect(buckets.map(([, , count]) => count)).toEqual(histogramOf(values)?.counts.slice(1, -1));
    expect([buckets[0][0], buckets.at(-1)?.[1]]).toEqual([-2, 1.5]);
  });

  it("drops what a resumed run replaced, even after a file that was cut", async () => {
    const path = join(folder, "resumed");
    const first = await EventWriter.open(path);
    for (let step = 1; step <= 6; step++) await first.scalars(step, { loss: step });
    await first.close();
    await writeFile(first.path, (await readFile(first.path)).subarray(0, -5));
    const second = await EventWriter.open(path, { firstStep: 4 });
    for (let step = 4; step <= 5; step++) await second.scalars(step, { loss: 10 * step });
    await second.close();
    const [{ scalars }] = await readWithTensorboard([path]);
    expect(scalars.loss).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
      [4, 40],
      [5, 50],
    ]);
  });

  it("reads up to the last whole record wherever the file of a run is cut", async () => {
    const [name] = (await readdir(run())).filter((file) => file.includes("tfevents"));
    const bytes = await readFile(join(run(), name));
    const [cuts, expected]: [string[], ReadRun["scalars"][]] = [[], []];
    let place = 7;
    for (let round = 0; round < 200; round++) {
      place = (place * 48271) % 2147483647;
      const path = join(folder, "cuts", String(round));
      await mkdir(path, { recursive: true });
      await writeFile(join(path, name), bytes.subarray(0, place % bytes.length));
      cuts.push(path);
      expected.push(byTag(scalarsIn((await readEventFile(join(path, name))).events)));
    }
    expect((await readWithTensorboard(cuts)).map(({ scalars }) => scalars)).toEqual(expected);
  });
});

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readEvents, type SummaryValue, scalarsIn } from "../../events/index.ts";
import type { Probe } from "../probe.ts";
import { tensorBoard } from "./tensor-board.ts";
import { epochRecord, FakeFitting, fakeAbout, stepRecord } from "./testing/fake-fitting.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "thalweg-"));
});
afterEach(() => rm(folder, { recursive: true }));

class GoingOn extends FakeFitting {
  override readonly about = { ...fakeAbout, steps: 4 };
}

const points = async (): Promise<Record<string, [number, number][]>> => {
  const tags: Record<string, [number, number][]> = {};
  for (const { tag, step, value } of scalarsIn(await readEvents(folder))) {
    tags[tag] ??= [];
    tags[tag].push([step, value]);
  }
  return tags;
};

const values = async (kind: SummaryValue["kind"]): Promise<(SummaryValue & { step: number })[]> =>
  (await readEvents(folder)).flatMap((event) =>
    event.kind === "values"
      ? event.values.flatMap((value) => (value.kind === kind ? { ...value, step: event.step } : []))
      : [],
  );

const probe: Probe = {
  step: 2,
  learningRate: 0.1,
  examples: 8,
  loss: 1,
  gradientNorm: 3,
  weightNorm: 2,
  updateNorm: 1,
  parameters: [],
  layers: [],
  gradients: { w: { shape: [2], values: Float32Array.of(1, 2) } },
};

describe("tensorBoard", () => {
  it("writes steps, epochs of both parts under neighboring tags, and weights", async () => {
    const callback = tensorBoard(folder);
    const fitting = new FakeFitting();
    await callback.onTrainBegin?.(fitting);
    for (const batch of [1, 2]) {
      await callback.onStepEnd?.(stepRecord(batch, { loss: 1 / 2 ** batch, metrics: { accuracy: 0.5 } }), fitting);
    }
    fitting.weight = 3;
    const validation = { loss: 0.75, metrics: { accuracy: 0.25 } };
    await callback.onEpochEnd?.(
      epochRecord(1, { step: 2, loss: 0.375, metrics: { accuracy: 0.5 }, validation }),
      fitting,
    );
    await callback.onTrainEnd?.([], fitting);
    expect(await points()).toEqual({
      "train/loss": [
        [1, 0.5],
        [2, 0.25],
      ],
      "train/accuracy": [
        [1, 0.5],
        [2, 0.5],
      ],
      "learning rate": [
        [1, Math.fround(0.1)],
        [2, Math.fround(0.1)],
      ],
      "epoch/loss/train": [[2, 0.375]],
      "epoch/loss/validation": [[2, 0.75]],
      "epoch/accuracy/train": [[2, 0.5]],
      "epoch/accuracy/validation": [[2, 0.25]],
      "epoch/seconds": [[2, 2.5]],
      "epoch/skipped updates": [[2, 0]],
    });
    expect(await values("histogram")).toMatchObject([{ tag: "weights/w", step: 2, histogram: { count: 1, min: 3 } }]);
    expect((await values("plugin")).map(({ tag }) => tag)).toEqual(["custom_scalars__config__"]);
  });

  it("has one point an update: none for small batches before it, left out ones, and those that every passes over", async () => {
    const callback = tensorBoard(folder, { every: 2, histograms: false });
    const fitting = new FakeFitting();
    await callback.onTrainBegin?.(fitting);
    await callback.onStepEnd?.(stepRecord(1, { step: 0, loss: 8 }), fitting);
    for (const step of [1, 2, 2, 3, 4]) {
      await callback.onStepEnd?.(stepRecord(1, { step, loss: step, learningRate: Number.NaN }), fitting);
    }
    await callback.onStepEnd?.(stepRecord(1, { step: 4, loss: Number.NaN, skipped: "a gradient" }), fitting);
    await callback.onEpochEnd?.(epochRecord(1), fitting);
    const { "train/loss": loss, "learning rate": rate } = await points();
    expect(loss).toEqual([
      [2, 2],
      [4, 4],
    ]);
    expect(rate).toBeUndefined();
    expect(await values("histogram")).toEqual([]);
    await callback.onTrainEnd?.([], fitting);
  });

  it("writes what a probe measured whatever every is, with histograms of gradients", async () => {
    const callback = tensorBoard(folder, { every: 10 });
    const fitting = new FakeFitting();
    await callback.onTrainBegin?.(fitting);
    await callback.onStepEnd?.(stepRecord(2, { probe }), fitting);
    await callback.flush();
    expect(await points()).toEqual({
      "probe/gradient norm": [[2, 3]],
      "probe/weight norm": [[2, 2]],
      "probe/update to weight": [[2, 0.5]],
    });
    expect(await values("histogram")).toMatchObject([{ tag: "gradients/w", step: 2, histogram: { sum: 3 } }]);
    await callback.onTrainEnd?.([], fitting);
  });

  it("writes hyperparameters and text once, and replaces what came after the updates it goes on from", async () => {
    const callback = tensorBoard(folder, { hyperparameters: { optimizer: "adam" }, text: { about: "A *run*." } });
    const tags = ["custom_scalars__config__", "_hparams_/experiment", "_hparams_/session_start_info"];
    const fitting = new FakeFitting();
    await callback.onTrainBegin?.(fitting);
    for (const step of [1, 2, 3, 4, 5, 6]) await callback.onStepEnd?.(stepRecord(1, { step, loss: 1 }), fitting);
    await callback.flush();
    expect((await values("plugin")).map(({ tag }) => tag)).toEqual(tags);
    await callback.onTrainBegin?.(new GoingOn());
    await callback.onStepEnd?.(stepRecord(1, { step: 5, loss: 2 }), fitting);
    await callback.onTrainEnd?.([], fitting);
    expect((await points())["train/loss"]).toEqual([
      [1, 1],
      [2, 1],
      [3, 1],
      [4, 1],
      [5, 2],
    ]);
    expect((await values("plugin")).map(({ tag }) => tag)).toEqual([...tags, "_hparams_/session_end_info"]);
    expect(await values("text")).toEqual([{ tag: "about", kind: "text", text: "A *run*.", step: 0 }]);
    await callback.onTrainBegin?.(new FakeFitting());
    expect(await points()).toEqual({});
    expect((await values("text")).length).toBe(1);
    await callback.onTrainEnd?.([], fitting);
  });

  it("refuses every below 1", () => {
    expect(() => tensorBoard(folder, { every: 0 })).toThrow(
      "tensorBoard: every must be a whole number of updates ≥ 1, got 0",
    );
  });
});

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import keras from "../../../fixtures/golden/keras/reduce-on-plateau.json" with { type: "json" };
import torch from "../../../fixtures/golden/torch/schedules.json" with { type: "json" };
import { dense } from "../../layers/index.ts";
import { mse } from "../../losses/index.ts";
import { gradientDescent, type Hyper } from "../../optimizers/index.ts";
import { cosine } from "../../schedules/index.ts";
import type { Callback, EpochRecord } from "../callback.ts";
import { clouds, small } from "../testing/clouds.ts";
import { Trainer } from "../trainer.ts";
import { reduceOnPlateau } from "./reduce-on-plateau.ts";
import { FakeFitting, FakeStream, runEpochs, stepRecord } from "./testing/fake-fitting.ts";

const losses = (...values: readonly number[]) => values.map((loss) => ({ validation: { loss, metrics: {} } }));

/** The rate after each epoch. */
const rates = async (callback: Callback, records: readonly Partial<EpochRecord>[], start = 1): Promise<number[]> => {
  const fitting = new FakeFitting();
  fitting.learningRate = start;
  const after: number[] = [];
  const watch: Callback = {
    async onEpochEnd(record, own) {
      await callback.onEpochEnd?.(record, own);
      after.push(own.learningRate);
    },
  };
  await runEpochs(watch, fitting, records);
  return after;
};

const expectClose = (actual: readonly number[], expected: readonly number[]): void => {
  expect(actual.length).toBe(expected.length);
  for (const [index, value] of expected.entries()) expect(Math.abs(actual[index] / value - 1)).toBeLessThan(1e-14);
};

describe("reduceOnPlateau", () => {
  it.each(keras.reduceOnPlateau)("gives the rates of Keras' callback, factor $settings.factor", async (golden) => {
    const { factor, patience, cooldown, min_delta: minDelta, min_lr: floor } = golden.settings;
    const callback = reduceOnPlateau({ rule: "keras", factor, patience, cooldown, minDelta, floor });
    const after = await rates(callback, losses(...golden.metric), golden.baseLearningRate);
    expectClose(after, golden.learningRateAfterEpoch);
  });

  it("gives the rates of PyTorch's scheduler", async () => {
    const { settings, learningRate } = torch.cases.ReduceLROnPlateau_rel;
    const { factor, patience, threshold, minLr: floor, metric } = settings;
    const callback = reduceOnPlateau({ rule: "torch", factor, patience, threshold, floor });
    const after = await rates(callback, losses(...metric), torch.baseLearningRate);
    expectClose([torch.baseLearningRate, ...after.slice(0, -1)], learningRate);
  });

  it("knows that accuracy should rise, and takes the training loss without validation data", async () => {
    const records = [0.5, 0.6, 0.7].map((accuracy) => ({ loss: 1, metrics: { accuracy } }));
    expect(await rates(reduceOnPlateau({ monitor: "accuracy", patience: 1 }), records)).toEqual([1, 1, 1]);
    expect(await rates(reduceOnPlateau({ patience: 1, factor: 0.5 }), records)).toEqual([1, 0.5, 0.25]);
  });

  it("looks at the mean of several batches when asked to, skipped ones left out", async () => {
    const fitting = new FakeFitting();
    const callback = reduceOnPlateau({ each: "step", averageOver: 2, patience: 1, factor: 0.5 });
    const after: number[] = [];
    for (const [index, loss] of [2, 0, Number.NaN, 1, 1.5].entries()) {
      const skipped = Number.isNaN(loss) ? { skipped: "the loss is NaN" } : {};
      await callback.onStepEnd?.(stepRecord(index + 1, { loss, ...skipped }), fitting);
      after.push(fitting.learningRate);
    }
    expect(after).toEqual([0.1, 0.1, 0.1, 0.1, 0.05]);
  });

  it("says what it does when asked to", async () => {
    const stream = new FakeStream();
    await rates(reduceOnPlateau({ patience: 1, verbose: true, stream }), losses(0.5, 0.4, 0.4));
    expect(stream.text).toBe("epoch 3: validationLoss has not improved on 0.4, learning rate 0.1\n");
  });

  it("refuses what makes no sense, before the fit begins where it can", async () => {
    expect(() => reduceOnPlateau({ factor: 2 })).toThrow("reduceOnPlateau: factor must be in (0, 1), got 2");
    const callback = reduceOnPlateau({ monitor: "validationLoss" });
    await expect(rates(callback, [{}])).rejects.toThrow("give fit() validation data");
    const byStep = reduceOnPlateau({ each: "step", monitor: "validationLoss" });
    expect(() => byStep.onStepEnd?.(stepRecord(1), new FakeFitting())).toThrow("must be one of loss each step");
  });
});

describe("a Trainer with reduceOnPlateau", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "thalweg-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const trainerWith = (learningRate: Hyper) => small({ optimizer: gradientDescent({ learningRate }) });
  // A loss that should rise never does so here: after two epochs each further one halves the rate.
  const callbacks = () => [reduceOnPlateau({ monitor: "loss", mode: "max", patience: 1, factor: 0.5 })];
  const fitOptions = (epochs: number) => ({ epochs, batchSize: 50, callbacks: callbacks() });

  it("multiplies a schedule and leaves its shape", async () => {
    const schedule = cosine({ peak: 0.1, total: 40 });
    const trainer = trainerWith(schedule);
    const { epochs } = await trainer.fit(clouds(100), fitOptions(5));
    const scales = [1, 1, 0.5, 0.25, 0.125];
    for (const [index, { learningRate, step }] of epochs.entries()) {
      expect(learningRate).toBeCloseTo(scales[index] * schedule(step - 1), 15);
    }
    expect(trainer.learningRateScale).toBeCloseTo(0.0625, 15);
    trainer.learningRate = 0.3;
    expect(trainer.learningRate).toBe(0.3);
    expect(trainer.learningRateScale).toBe(1);
  });

  it.each([
    ["a number", 0.05],
    ["a schedule", cosine({ peak: 0.05, total: 40 })],
  ])("goes on from a file as if never interrupted, with %s", async (_, rate) => {
    const unbroken = trainerWith(rate);
    const whole = await unbroken.fit(clouds(100), fitOptions(6));
    const first = trainerWith(rate);
    await first.fit(clouds(100), fitOptions(3));
    await first.save(join(folder, "half.safetensors"));
    const resumed = trainerWith(rate);
    await resumed.load(join(folder, "half.safetensors"));
    expect(resumed.learningRate).toBe(first.learningRate);
    const rest = await resumed.fit(clouds(100), fitOptions(3));
    const known = ({ learningRate, loss, epoch }: EpochRecord) => [epoch, learningRate, loss];
    expect(rest.epochs.map(known)).toEqual(whole.epochs.slice(3).map(known));
    expect(await resumed.weights()).toEqual(await unbroken.weights());
  });

  it("refuses a scale that is none", () => {
    const trainer = new Trainer({ model: dense(1), loss: mse(), optimizer: gradientDescent(), inputShape: [2] });
    expect(() => Object.assign(trainer, { learningRateScale: -1 })).toThrow(
      "learningRateScale must be a finite number ≥ 0, got -1",
    );
  });
});

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { dense } from "../layers/index.ts";
import { mse } from "../losses/index.ts";
import { adamW, momentum, type OptimizerSpec } from "../optimizers/index.ts";
import { cosine, linear, oneCycle, warmupCosine } from "../schedules/index.ts";
import { samples } from "../schedules/testing/samples.ts";
import { currentDevice, tensor, useDevice } from "../tensor/index.ts";
import { Trainer } from "./trainer.ts";

beforeAll(() => useDevice("wasm"));

const [x, y] = [tensor([[0], [1], [2]]), tensor([[1], [3], [5]])];
const trainerWith = (optimizer: OptimizerSpec) =>
  new Trainer({ model: dense(1), loss: mse(), optimizer, inputShape: [1] });

describe("a trainer with a schedule, saved and loaded", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "thalweg-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it.each(Object.keys(samples))("has the rates of an unbroken run: %s", async (name) => {
    const schedule = samples[name];
    const optimizer = adamW({ learningRate: schedule, beta2: (t) => 0.9 + schedule(t) / 10 });
    const [total, stop] = [16, 7];
    const unbroken = trainerWith(optimizer);
    for (let t = 0; t < stop; t++) await unbroken.step(x, y);
    await unbroken.save(join(folder, "half.safetensors"));
    const resumed = trainerWith(optimizer);
    await resumed.load(join(folder, "half.safetensors"));
    for (let t = stop; t < total; t++) {
      expect(resumed.learningRate).toBe(schedule(t));
      expect(resumed.hyperparameters).toEqual(unbroken.hyperparameters);
      expect(await resumed.stepReport(x, y)).toEqual(await unbroken.stepReport(x, y));
    }
    expect(await resumed.weights()).toEqual(await unbroken.weights());
  });
});

describe("schedules of any hyperparameter", () => {
  it.each<[string, OptimizerSpec]>([
    [
      "AdamW",
      adamW({
        learningRate: warmupCosine({ peak: 0.1, warmup: 3, total: 12 }),
        beta1: oneCycle({ initial: 0.95, peak: 0.85, final: 0.95, total: 12 }),
        beta2: linear({ initial: 0.9, final: 0.999, total: 12 }),
        epsilon: linear({ initial: 1e-4, final: 1e-8, total: 12 }),
        weightDecay: cosine({ peak: 0.1, total: 12 }),
      }),
    ],
    [
      "momentum",
      momentum({
        learningRate: cosine({ peak: 0.1, total: 12 }),
        beta: oneCycle({ initial: 0.95, peak: 0.85, final: 0.95, total: 12 }),
      }),
    ],
  ])("compile nothing again as they move: %s", async (_, optimizer) => {
    const trainer = trainerWith(optimizer);
    await trainer.step(x, y);
    const before = trainer.hyperparameters;
    const compiled = vi.spyOn(await currentDevice(), "compile");
    for (let t = 1; t < 12; t++) await trainer.step(x, y);
    trainer.learningRateScale = 0.5;
    await trainer.step(x, y);
    trainer.learningRate = 0.02;
    await trainer.step(x, y);
    expect(compiled).not.toHaveBeenCalled();
    const after = trainer.hyperparameters;
    const moved = Object.keys(before).filter((name) => before[name] !== after[name]);
    expect(moved.length).toBeGreaterThanOrEqual(2);
    compiled.mockRestore();
  });
});

import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { exampleCount } from "../data/index.ts";
import { batchNorm, dense, relu, sequential } from "../layers/index.ts";
import { accumulate, adam, gradientDescent } from "../optimizers/index.ts";
import { linear } from "../schedules/index.ts";
import { bytesOf, clouds, small } from "./testing/clouds.ts";

/** Numbers of a data set as batches of `size` examples. */
const cut = (size: number) => {
  const { inputs, targets } = clouds(96);
  const width = inputs.shape[1];
  return Array.from({ length: exampleCount(clouds(96)) / size }, (_, batch) => ({
    x: inputs.values.slice(batch * size * width, (batch + 1) * size * width),
    y: targets.values.slice(batch * size, (batch + 1) * size),
  }));
};

describe("accumulation in the Trainer", () => {
  it("takes the steps that large batches would", async () => {
    const [one, many] = [
      small({ optimizer: gradientDescent({ learningRate: 0.1 }), inputShape: [5] }),
      small({ optimizer: accumulate(3, gradientDescent({ learningRate: 0.1 })), inputShape: [5] }),
    ];
    for (const { x, y } of cut(24)) await one.step(x, y);
    for (const { x, y } of cut(8)) await many.step(x, y);
    expect([one.steps, many.steps]).toEqual([4, 4]);
    const [expected, found] = [await one.weights(), await many.weights()];
    for (const [name, { values }] of Object.entries(expected)) {
      values.forEach((value, index) => {
        expect(found[name].values[index]).toBeCloseTo(value, 5);
      });
    }
  });

  it("advances schedules and averages once an update", async () => {
    const learningRate = linear({ initial: 0.1, final: 0, total: 10 });
    const trainer = small({ optimizer: accumulate(4, adam({ learningRate })), inputShape: [5] });
    const rates: number[] = [];
    for (const { x, y } of cut(8)) rates.push((await trainer.stepReport(x, y)).learningRate);
    expect(rates.map((rate) => Number(rate.toFixed(12)))).toEqual(
      [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2].map((step) => Number(learningRate(step).toFixed(12))),
    );
    expect(trainer.hyperparameters["scaleByAdam/mScale"]).toBeCloseTo(1 / (1 - 0.9 ** 4), 12);
    expect(trainer.optimizerMemory.multiple).toBe(3);
  });

  it("goes on to the bit from a file written between two batches of an update", async () => {
    const model = () => sequential([dense(8, { bias: false }), batchNorm(), relu(), dense(3)]);
    const make = () => small({ model: model(), optimizer: accumulate(3, adam()), inputShape: [5] });
    const [whole, first, second] = [make(), make(), make()];
    const path = join(await mkdtemp(join(tmpdir(), "thalweg-")), "half.safetensors");
    const batches = cut(8);
    for (const { x, y } of batches) await whole.step(x, y);
    for (const { x, y } of batches.slice(0, 5)) await first.step(x, y);
    await first.save(path);
    await second.load(path);
    for (const { x, y } of batches.slice(5)) await second.step(x, y);
    expect(bytesOf(await second.weights())).toEqual(bytesOf(await whole.weights()));
  });

  it("leaves a batch out whose gradient is not finite, and counts on", async () => {
    const trainer = small({ optimizer: accumulate(2, gradientDescent()), inputShape: [5] });
    const [a, b] = cut(8);
    await trainer.step(a.x, a.y);
    const bad = await trainer.stepReport(
      b.x.map(() => Number.NaN),
      b.y,
    );
    expect(bad.skipped).toBe("the loss is NaN");
    expect(trainer.steps).toBe(0);
    await trainer.step(b.x, b.y);
    expect(trainer.steps).toBe(1);
    expect((await trainer.weights())["dense/weight"].values.every(Number.isFinite)).toBe(true);
  });

  it("counts in a whole fit", async () => {
    const trainer = small({ optimizer: accumulate(2, adam({ learningRate: 0.02 })) });
    const { epochs } = await trainer.fit(clouds(300), { epochs: 12, batchSize: 15 });
    expect(epochs[11].step).toBe(120);
    expect((await trainer.evaluate(clouds(200, 2))).metrics.accuracy).toBeGreaterThan(0.9);
  });
});

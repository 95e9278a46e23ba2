import { beforeAll, describe, expect, it } from "vitest";
import {
  accumulate,
  adam,
  adamW,
  chain,
  emaWeights,
  gradientDescent,
  lookahead,
  momentum,
  swaWeights,
} from "../optimizers/index.ts";
import { useDevice } from "../tensor/index.ts";
import type { NamedArrays } from "./callback.ts";
import { bytesOf, clouds } from "./testing/clouds.ts";
import { combined, expectClose, learned, training } from "./testing/in-batches.ts";

beforeAll(() => useDevice("wasm"));

describe("averaged weights in the Trainer", () => {
  it("are the moving average of the weights after each update", async () => {
    const { trainer, run } = training(chain(adamW({ learningRate: 0.02 }), emaWeights({ beta: 0.8 })));
    let average = learned(await trainer.weights());
    for (let step = 0; step < 6; step++) {
      await run(1);
      average = combined(average, learned(await trainer.weights()), (a, w) => 0.8 * a + 0.2 * w);
    }
    expectClose(await trainer.evaluationWeights(), average, 6);
  });

  it("are the mean of every second update from the third on", async () => {
    const { trainer, run } = training(chain(momentum({ learningRate: 0.05 }), swaWeights({ start: 3, every: 2 })));
    await run(2);
    expect(bytesOf(await trainer.evaluationWeights())).toEqual(bytesOf(await trainer.weights()));
    await run(1);
    const third = learned(await trainer.weights());
    await run(2);
    const fifth = learned(await trainer.weights());
    await run(1);
    const mean = combined(third, fifth, (a, b) => (a + b) / 2);
    expectClose(await trainer.evaluationWeights(), mean, 6);
  });

  it.each([
    { name: "emaWeights", average: emaWeights({ beta: 0.9 }) },
    { name: "swaWeights", average: swaWeights() },
  ])("of $name are what evaluate and predict use, with statistics of their own", async ({ average }) => {
    const { trainer, run } = training(chain(adam({ learningRate: 0.05 }), average));
    await run(24);
    const data = clouds(96);
    await trainer.recomputeStatistics(data, { batchSize: 96 });
    const shipped = await trainer.evaluationWeights();
    // The mean of x·w over the data, with the averaged w.
    const { values } = data.inputs;
    const column = (weights: NamedArrays, unit: number) =>
      Array.from({ length: 96 }, (_, row) =>
        [0, 1, 2, 3, 4].reduce((sum, i) => sum + values[5 * row + i] * weights["dense/weight"].values[8 * i + unit], 0),
      ).reduce((sum, value) => sum + value / 96, 0);
    const trained = await trainer.weights();
    for (let unit = 0; unit < 8; unit++)
      expect(shipped["batchNorm/movingMean"].values[unit]).toBeCloseTo(column(shipped, unit), 4);
    expect(Math.abs(column(trained, 0) - column(shipped, 0))).toBeGreaterThan(1e-3);

    const plain = training(gradientDescent()).trainer;
    await plain.setWeights(shipped);
    const scores = await trainer.evaluate(data);
    expect(scores).toEqual(await plain.evaluate(data));
    const [a, b] = await Promise.all([trainer.predict(data), plain.predict(data)]);
    expect(await a.data()).toEqual(await b.data());
    await plain.setWeights(trained);
    expect((await plain.evaluate(data)).loss).not.toBeCloseTo(scores.loss, 4);
    // Training goes on from the trained weights.
    expect(learned(await trainer.weights())).toEqual(learned(trained));
  });

  it("take one value an update when several batches make one", async () => {
    const { trainer, run } = training(
      accumulate(4, chain(gradientDescent({ learningRate: 0.1 }), emaWeights({ beta: 0.5 }))),
    );
    const start = learned(await trainer.weights());
    await run(3);
    expect(learned(await trainer.evaluationWeights())).toEqual(start);
    await run(1);
    const first = learned(await trainer.weights());
    expectClose(
      await trainer.evaluationWeights(),
      combined(start, first, (a, b) => (a + b) / 2),
      6,
    );
    expect(trainer.steps).toBe(1);
  });
});

describe("lookahead in the Trainer", () => {
  it("runs ahead, then goes back half of the way", async () => {
    const [plain, ahead] = [
      training(adam({ learningRate: 0.02 })),
      training(lookahead(adam({ learningRate: 0.02 }), { k: 3 })),
    ];
    const start = learned(await plain.trainer.weights());
    for (const { run } of [plain, ahead]) await run(2);
    expect(bytesOf(await ahead.trainer.weights())).toEqual(bytesOf(await plain.trainer.weights()));
    for (const { run } of [plain, ahead]) await run(1);
    const fast = learned(await plain.trainer.weights());
    expectClose(
      await ahead.trainer.weights(),
      combined(start, fast, (s, w) => s + (w - s) / 2),
      6,
    );
  });
});

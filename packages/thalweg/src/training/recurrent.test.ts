import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addingProblem, type Dataset } from "../data/index.ts";
import { bidirectional, dense, gru, type Layer, lstm, orthogonal, sequential, simpleRnn } from "../layers/index.ts";
import { mse } from "../losses/index.ts";
import { adam, gradientDescent } from "../optimizers/index.ts";
import { type DeviceName, useDevice } from "../tensor/index.ts";
import { Trainer } from "./trainer.ts";

// How far a loss explodes depends on how sums are rounded, which is not ours to say where a BLAS computes products.
useDevice("wasm", { blas: "off" });

describe("training through time", () => {
  beforeAll(() => useDevice("wasm"));

  it("learns the adding problem with an lstm: numbers 50 steps apart", async () => {
    const trainer = new Trainer({
      model: sequential([lstm(32), dense(1)]),
      loss: mse(),
      optimizer: adam({ learningRate: 0.01 }),
      clip: 1,
    });
    const train = addingProblem({ length: 50, examples: 10_000, seed: 0 });
    const test = addingProblem({ length: 50, examples: 1000, seed: 1 });
    const before = await trainer.build([50, 2]).evaluate(test);
    expect(before.loss).toBeGreaterThan(0.5);
    let loss = Number.POSITIVE_INFINITY;
    // Usually 600 updates, of 2 s in all.
    for (let epoch = 0; epoch < 8 && loss > 0.005; epoch++) {
      await trainer.fit(train, { epochs: 1, batchSize: 50 });
      loss = (await trainer.evaluate(test)).loss;
    }
    // Saying 1 each time has 1/6.
    expect(loss).toBeLessThan(0.01);
  });

  it("blows up with a spectral radius of 1.5, and learns when gradients are clipped", async () => {
    const data = addingProblem({ length: 10, examples: 2000, seed: 0 });
    const after = async (epochs: number, clip?: number): Promise<number> => {
      const trainer = new Trainer({
        model: sequential([simpleRnn(32, { recurrentInitializer: orthogonal({ gain: 1.5 }) }), dense(1)]),
        loss: mse(),
        optimizer: gradientDescent({ learningRate: 0.1 }),
        clip,
      });
      await trainer.fit(data, { epochs, batchSize: 50 });
      return (await trainer.evaluate(data)).loss;
    };
    expect(await after(1)).toBe(Number.POSITIVE_INFINITY);
    // 0.059; saying 1 each time has 1/6.
    expect(await after(20, 1)).toBeLessThan(0.08);
  });
});

describe("odd sizes: batches of 1 and 127 with a short last one, 31 units, 29 steps", () => {
  afterAll(() => useDevice("wasm"));
  const data = addingProblem({ length: 29, examples: 130, seed: 2 });
  const first = (examples: number): Dataset => ({
    ...data,
    inputs: { values: data.inputs.values.slice(0, examples * 29 * 2), shape: [examples, 29, 2] },
    targets: { values: data.targets.values.slice(0, examples), shape: [examples, 1] },
  });
  const losses = async (device: DeviceName, layer: Layer, batchSize: number, examples: number): Promise<number[]> => {
    useDevice(device);
    const trainer = new Trainer({ model: sequential([layer, dense(1)]), loss: mse(), optimizer: adam(), clip: 1 });
    const { epochs } = await trainer.fit(first(examples), { epochs: 3, batchSize });
    return epochs.map(({ loss }) => loss);
  };

  it.each<[string, Layer]>([
    ["lstm", lstm(31)],
    ["gru with dropout", gru(31, { dropout: 0.1, recurrentDropout: 0.1 })],
    ["gru of the paper", gru(7, { resetAfter: false })],
    ["bidirectional simpleRnn", bidirectional(simpleRnn(31, { activation: "relu" }), { merge: "mean" })],
  ])("train %s as the reference does", async (_, layer) => {
    for (const [batchSize, examples] of [
      [127, 130],
      [1, 3],
    ] as const) {
      const [found, expected] = [
        await losses("wasm", layer, batchSize, examples),
        await losses("reference", layer, batchSize, examples),
      ];
      found.forEach((loss, epoch) => {
        expect(Math.abs(loss - expected[epoch])).toBeLessThan(1e-4 * expected[epoch]);
      });
      expect(found[2]).toBeLessThan(found[0]);
    }
  });
});

import { beforeAll, describe, expect, it } from "vitest";
import { dataset } from "../data/index.ts";
import { batchNorm, dense, dropout, initialOnes, relu, sequential } from "../layers/index.ts";
import { mse } from "../losses/index.ts";
import { chain, clipByGlobalNorm, gradientDescent, momentum, route } from "../optimizers/index.ts";
import { type DeviceName, useDevice } from "../tensor/index.ts";
import { bytesOf, clouds, small } from "./testing/clouds.ts";
import { Trainer, type TrainerOptions } from "./trainer.ts";

describe.each<DeviceName>(["reference", "wasm"])("Trainer on %s", (device) => {
  beforeAll(() => useDevice(device));

  it("learns clouds of points and scores data it has not seen", async () => {
    const trainer = small();
    const before = await trainer.build([5]).evaluate(clouds(200, 2));
    expect(before.loss).toBeGreaterThan(0.7);
    const { epochs, stopped } = await trainer.fit(clouds(300), { epochs: 12, batchSize: 32 });
    expect(stopped).toBeUndefined();
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(epochs[11].step).toBe(12 * 10);
    expect(epochs[11].loss).toBeLessThan(epochs[0].loss / 2);
    const after = await trainer.evaluate(clouds(200, 2), { batchSize: 64 });
    expect(after.metrics.accuracy).toBeGreaterThan(0.9);
    expect(after.loss).toBeCloseTo((await trainer.evaluate(clouds(200, 2), { batchSize: "all" })).loss, 5);
  });

  it("descends by hand-computed steps on a line", async () => {
    // y = w·x + b from w, b as drawn; loss (1/2)Σ(y − t)²; gradient by hand.
    const trainer = new Trainer({
      model: dense(1),
      loss: mse(),
      optimizer: gradientDescent({ learningRate: 0.1 }),
      inputShape: [1],
    });
    const start = await trainer.weights();
    const [w, b] = [start.weight.values[0], start.bias.values[0]];
    const [x, t] = [
      [1, 2],
      [3, -1],
    ];
    const residuals = x.map((value, index) => w * value + b - t[index]);
    const loss = await trainer.step(Float32Array.from(x), Float32Array.from(t));
    expect(loss).toBeCloseTo((residuals[0] ** 2 + residuals[1] ** 2) / 2, 5);
    const next = await trainer.weights();
    expect(next.weight.values[0]).toBeCloseTo(w - 0.1 * (residuals[0] * x[0] + residuals[1] * x[1]), 5);
    expect(next.bias.values[0]).toBeCloseTo(b - 0.1 * (residuals[0] + residuals[1]), 5);
  });

  it("is the same to the bit for the same seed, and another for another", async () => {
    const weightsFor = async (seed: number) => {
      const trainer = small({ seed, model: sequential([dense(8), batchNorm(), dropout(0.3), relu(), dense(3)]) });
      await trainer.fit(clouds(100), { epochs: 2, batchSize: 16 });
      return bytesOf(await trainer.weights());
    };
    expect(await weightsFor(3)).toEqual(await weightsFor(3));
    expect(await weightsFor(3)).not.toEqual(await weightsFor(4));
  });

  it("gives the same weights with parameters routed to equal optimizers as without", async () => {
    const use = () => momentum({ learningRate: 0.05, beta: 0.9 });
    const weightsWith = async (optimizer: TrainerOptions["optimizer"]) => {
      const trainer = small({ optimizer });
      await trainer.fit(clouds(64), { epochs: 2, batchSize: 16 });
      return bytesOf(await trainer.weights());
    };
    const split = route([
      { match: /bias$/, use: use() },
      { match: () => true, use: use() },
    ]);
    expect(await weightsWith(split)).toEqual(await weightsWith(use()));
    const whole = await weightsWith(chain(clipByGlobalNorm(0.1), use()));
    const routed = await weightsWith(chain(clipByGlobalNorm(0.1), split));
    for (const [name, values] of Object.entries(whole)) {
      values.forEach((value, index) => {
        expect(routed[name][index]).toBeCloseTo(value, 5);
      });
    }
  });

  it("shrinks weights by l2 and l1, but no biases", async () => {
    const zero = new Float32Array(10);
    const weightAfter = async (options: Partial<TrainerOptions>) => {
      const trainer = small({
        model: dense(3, { biasInitializer: initialOnes() }),
        optimizer: gradientDescent({ learningRate: 0.1 }),
        inputShape: [5],
        ...options,
      });
      const start = (await trainer.weights()).weight.values;
      await trainer.step(zero, Int32Array.of(0, 1));
      const { weight, bias } = await trainer.weights();
      return { start, after: weight.values, bias: [...bias.values] };
    };
    const { bias } = await weightAfter({});
    // Inputs of 0 give weights no gradient of their own.
    const ridge = await weightAfter({ l2: 0.5 });
    ridge.after.forEach((value, index) => {
      expect(value).toBeCloseTo(ridge.start[index] * 0.95, 6);
    });
    expect(ridge.bias).toEqual(bias);
    const lasso = await weightAfter({ l1: 0.5 });
    lasso.after.forEach((value, index) => {
      expect(value).toBeCloseTo(lasso.start[index] - 0.05 * Math.sign(lasso.start[index]), 6);
    });
    expect(lasso.bias).toEqual(bias);
  });

  it("averages an epoch over examples, however uneven its batches are", async () => {
    const trainer = small({ optimizer: gradientDescent({ learningRate: 0 }) });
    const data = clouds(50);
    const { epochs } = await trainer.fit(data, { epochs: 1, batchSize: 48 });
    const { loss, metrics } = await trainer.evaluate(data);
    expect(epochs[0].loss).toBeCloseTo(loss, 5);
    expect(epochs[0].metrics.accuracy).toBeCloseTo(metrics.accuracy, 6);
  });

  it("uses batch, stochastic and mini-batch updates and drops the remainder when told", async () => {
    const updates = async (batchSize: number | "all", remainder: "keep" | "drop" = "keep") => {
      const { epochs } = await small().fit(clouds(50), { epochs: 1, batchSize, remainder });
      return epochs[0].step;
    };
    expect(await updates("all")).toBe(1);
    expect(await updates(1)).toBe(50);
    expect(await updates(16)).toBe(4);
    expect(await updates(16, "drop")).toBe(3);
  });

  it("predicts class probabilities and ignores dropout outside training", async () => {
    const trainer = small({ model: sequential([dense(8), dropout(0.5), dense(3)]), inputShape: [5] });
    const inputs = clouds(7).inputs;
    const first = await (await trainer.predict(inputs)).data();
    expect([...(await (await trainer.predict(clouds(7))).data())]).toEqual([...first]);
    expect([...(await (await trainer.predict(inputs)).data())]).toEqual([...first]);
    for (let row = 0; row < 7; row++) {
      expect(first[row * 3] + first[row * 3 + 1] + first[row * 3 + 2]).toBeCloseTo(1, 5);
    }
  });

  it("tells callbacks what happens and stops when asked", async () => {
    const seen: string[] = [];
    const { epochs, stopped } = await small().fit(clouds(40), {
      epochs: 5,
      batchSize: 20,
      validation: clouds(20, 9),
      callbacks: [
        {
          onTrainBegin: (fitting) => void seen.push(`begin ${fitting.epochs}×${fitting.batchesPerEpoch}`),
          onEpochBegin: (epoch, fitting) => {
            seen.push(`epoch ${epoch}`);
            if (epoch === 2) fitting.learningRate = 0;
          },
          onStepEnd: (step) => void seen.push(`step ${step.step} ${step.learningRate}`),
          onEpochEnd: (epoch, fitting) => {
            expect(epoch.validation?.metrics.accuracy).toBeGreaterThanOrEqual(0);
            if (epoch.epoch === 2) fitting.stop("enough");
          },
          onTrainEnd: (history) => void seen.push(`end ${history.length}`),
        },
      ],
    });
    expect(seen).toEqual([
      "begin 5×2",
      "epoch 1",
      "step 1 0.01",
      "step 2 0.01",
      "epoch 2",
      "step 3 0",
      "step 4 0",
      "end 2",
    ]);
    expect(epochs).toHaveLength(2);
    expect(stopped).toBe("enough");
  });

  it("says what does not fit", async () => {
    const trainer = small({ inputShape: [5] });
    await expect(trainer.fit(clouds(20), { epochs: 0 })).rejects.toThrow(
      "fit: epochs must be a positive whole number, got 0",
    );
    await expect(trainer.fit(clouds(20), { epochs: 1, batchSize: 0 })).rejects.toThrow(
      "batchSize must be a positive whole number",
    );
    expect(() => small().learningRate).toThrow("has not seen data yet");
    expect(() => {
      trainer.learningRate = -1;
    }).toThrow("learningRate must be a finite number ≥ 0, got -1");
    expect(() => small({ clip: -1 })).toThrow("clipByGlobalNorm");
    expect(() => small({ l2: -1 })).toThrow("Trainer: l2 must be a finite number ≥ 0, got -1");
    expect(() => small({ inputShape: [2.5, -1] })).toThrow("inputShape must be positive whole numbers");
  });

  it("refuses data that do not fit before the first update", async () => {
    const trainer = small({ inputShape: [5] });
    const flat = dataset({ inputs: { values: new Float32Array(8), shape: [2, 4] }, targets: [0, 1] });
    await expect(trainer.fit(clouds(20), { epochs: 1, validation: flat })).rejects.toThrow("got [2, 4]");
    const targets = { values: Int32Array.of(0, 3), shape: [2] };
    await expect(trainer.fit({ ...clouds(2), targets }, { epochs: 1 })).rejects.toThrow(
      "crossEntropy: labels of 3 classes must be from 0 to 2, got 3 at position 1",
    );
    expect(trainer.steps).toBe(0);
  });

  it("runs one fit at a time", async () => {
    const trainer = small();
    const first = trainer.fit(clouds(20), { epochs: 1 });
    await expect(trainer.fit(clouds(20), { epochs: 1 })).rejects.toThrow("fitting already");
    expect((await first).epochs).toHaveLength(1);
    expect((await trainer.fit(clouds(20), { epochs: 1 })).epochs).toHaveLength(1);
  });
});

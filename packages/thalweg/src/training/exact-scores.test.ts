import { describe, expect, it } from "vitest";
import { type Dataset, dataset } from "../data/index.ts";
import { batchNorm, dense, relu, sequential } from "../layers/index.ts";
import { crossEntropy, mae, mse } from "../losses/index.ts";
import { accuracy, asMetric, f1, precision, r2, rootMeanSquaredError, topKAccuracy } from "../metrics/index.ts";
import { adam, gradientDescent } from "../optimizers/index.ts";
import { clouds, small } from "./testing/clouds.ts";
import { Trainer } from "./trainer.ts";

/** Numbers from a line with a bend. */
const bent = (count: number): Dataset => {
  const x = Float32Array.from({ length: count }, (_, index) => Math.sin(index));
  const y = x.map((value) => 30 + 2 * value + value ** 2);
  return dataset({ inputs: { values: x, shape: [count, 1] }, targets: { values: y, shape: [count, 1] } });
};

describe("scores over uneven batches", () => {
  it("are those of all examples at once, whatever the metric", async () => {
    const metrics = [accuracy(), f1(), precision({ average: "micro" }), topKAccuracy(2)];
    const trainer = small({ metrics, inputShape: [5] });
    await trainer.fit(clouds(60), { epochs: 1, batchSize: 20 });
    const whole = await trainer.evaluate(clouds(53, 4), { batchSize: "all" });
    expect(Object.keys(whole.metrics)).toEqual(["accuracy", "f1", "precision", "top2Accuracy"]);
    for (const batchSize of [1, 10, 52]) {
      const { loss, metrics: found } = await trainer.evaluate(clouds(53, 4), { batchSize });
      expect(loss).toBeCloseTo(whole.loss, 6);
      for (const [name, value] of Object.entries(whole.metrics)) expect(found[name]).toBeCloseTo(value, 12);
    }
  });

  it("agree with definitions on the host", async () => {
    const trainer = new Trainer({
      model: sequential([dense(8), relu(), dense(1)]),
      loss: mse(),
      optimizer: adam({ learningRate: 0.05 }),
      metrics: [r2(), rootMeanSquaredError(), asMetric(mae())],
    });
    const data = bent(47);
    await trainer.fit(data, { epochs: 30, batchSize: 10 });
    const scores = await trainer.evaluate(data, { batchSize: 9 });
    const guesses = await (await trainer.predict(data)).data();
    const truth = Float64Array.from(data.targets.values);
    const mean = truth.reduce((sum, y) => sum + y, 0) / 47;
    const missed = truth.reduce((sum, y, i) => sum + (y - guesses[i]) ** 2, 0);
    const spread = truth.reduce((sum, y) => sum + (y - mean) ** 2, 0);
    expect(scores.metrics.r2).toBeCloseTo(1 - missed / spread, 4);
    expect(scores.metrics.rootMeanSquaredError).toBeCloseTo(Math.sqrt(missed / 47), 5);
    expect(scores.loss).toBeCloseTo(missed / 47, 4);
    const distance = truth.reduce((sum, y, i) => sum + Math.abs(y - guesses[i]) / 47, 0);
    expect(scores.metrics.meanAbsoluteError).toBeCloseTo(distance, 5);
  });

  it("weigh classes over all batches together", async () => {
    const loss = crossEntropy({ classWeights: [5, 1, 0.5] });
    const trainer = small({ loss, inputShape: [5] });
    const data = clouds(31, 3);
    const probabilities = await (await trainer.predict(data)).data();
    const { values: labels } = data.targets;
    const weights = labels.map((label: number) => [10, 2, 1][label]);
    let [sum, total] = [0, 0];
    labels.forEach((label: number, index: number) => {
      sum -= weights[index] * Math.log(probabilities[3 * index + label]);
      total += weights[index];
    });
    expect((await trainer.evaluate(data, { batchSize: 7 })).loss).toBeCloseTo(sum / total, 5);
  });
});

describe("weights of examples", () => {
  const weighted = (data: Dataset, weights: readonly number[]) =>
    dataset({ inputs: data.inputs, targets: data.targets, weights: Float32Array.from(weights) });

  it("of whole numbers are examples repeated", async () => {
    const data = clouds(24);
    const counts = Array.from({ length: 24 }, (_, index) => index % 3);
    const indices = counts.flatMap((count, index) => Array.from({ length: count }, () => index));
    const repeated = dataset({
      inputs: {
        values: Float32Array.from(indices.flatMap((i) => [...data.inputs.values.slice(5 * i, 5 * i + 5)])),
        shape: [indices.length, 5],
      },
      targets: Int32Array.from(indices, (i) => data.targets.values[i]),
    });
    const make = () => small({ optimizer: gradientDescent({ learningRate: 0.1 }), inputShape: [5], metrics: [] });
    const [a, b] = [make(), make()];
    const options = { epochs: 3, batchSize: "all", shuffle: false } as const;
    const [x, y] = [await a.fit(weighted(data, counts), options), await b.fit(repeated, options)];
    for (const [epoch, { loss }] of x.epochs.entries()) expect(loss).toBeCloseTo(y.epochs[epoch].loss, 5);
    const scores = await a.evaluate(weighted(data, counts), { batchSize: 5 });
    expect(scores.loss).toBeCloseTo((await b.evaluate(repeated)).loss, 5);
  });

  it("travel with examples through shuffled batches, and single steps", async () => {
    const data = clouds(30);
    const counts = Array.from({ length: 30 }, (_, index) => Number(index % 3 === 0));
    const trainer = small({ inputShape: [5], metrics: [] });
    await trainer.fit(weighted(data, counts), { epochs: 40, batchSize: 7 });
    // Only class 0 counted.
    const predicted = await (await trainer.predict(data)).data();
    for (let row = 0; row < 30; row++) expect(predicted[3 * row]).toBeGreaterThan(0.5);
    const y = data.targets;
    const loss = await trainer.step(data.inputs, y, { weights: Float32Array.from(counts) });
    const { loss: own } = await trainer.stepReport(data.inputs, y);
    expect(loss).toBeLessThan(own);
  });

  it("must be numbers ≥ 0, one an example", async () => {
    const data = clouds(3);
    expect(() => weighted(data, [1, 2])).toThrow("dataset: weights must be [3], one an example, got [2]");
    expect(() => weighted(data, [1, -1, 0])).toThrow("dataset: weights must be finite and ≥ 0, got -1 at [1]");
    const step = small().step(data.inputs, data.targets, { weights: Float32Array.of(1) });
    await expect(step).rejects.toThrow("step: weights must be [3], one an example, got [1]");
  });
});

describe("batchNorm and batches of one", () => {
  const model = () => sequential([dense(4), sequential([batchNorm()], { name: "inner" }), dense(3)]);

  it("is refused before the first update, with a remedy", async () => {
    const trainer = small({ model: model() });
    const remedy = 'use another batchSize, or remainder: "drop" where only the last batch is short';
    const message = `fit: inner/batchNorm needs batches of at least 2 examples to have a variance, got 1; ${remedy}`;
    await expect(trainer.fit(clouds(9), { epochs: 1, batchSize: 4 })).rejects.toThrow(message);
    await expect(trainer.fit(clouds(9), { epochs: 1, batchSize: 1 })).rejects.toThrow(message);
    await expect(trainer.step(clouds(1).inputs, clouds(1).targets)).rejects.toThrow("step: inner/batchNorm needs");
    expect(trainer.steps).toBe(0);
    await trainer.fit(clouds(9), { epochs: 1, batchSize: 4, remainder: "drop" });
    await trainer.fit(clouds(9), { epochs: 1, batchSize: 100 });
    expect(trainer.steps).toBe(3);
    expect((await trainer.evaluate(clouds(9), { batchSize: 1 })).loss).toBeGreaterThan(0);
  });
});

describe("summary of a trainer", () => {
  it("counts parameters and memory", () => {
    expect(small({ inputShape: [5], clip: 1 }).summary()).toBe(
      [
        "layer    output shape  parameters",
        "dense    [batch, 16]           96",
        "relu     [batch, 16]            0",
        "dense_1  [batch, 3]            51",
        "total                         147",
        "weights: 588 bytes",
        "optimizer: 1,176 bytes, 2× the weights",
      ].join("\n"),
    );
  });
});

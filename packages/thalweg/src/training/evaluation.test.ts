import { describe, expect, it } from "vitest";
import { batchNorm, dense, relu, sequential } from "../layers/index.ts";
import { chain, copied, gradientDescent, transform } from "../optimizers/index.ts";
import { clouds, small } from "./testing/clouds.ts";

/** Evaluates with the mean of the trained weights and those at the start. */
const halfway = transform({
  name: "halfway",
  slots: { start: copied },
  update: ({ update, start }) => ({ update, start }),
  evaluation: { weights: ({ parameter, start }) => parameter.add(start).mul(0.5) },
});

const halfwayTrainer = (model = sequential([dense(16), relu(), dense(3)])) =>
  small({ model, optimizer: chain(gradientDescent({ learningRate: 0.1 }), halfway), inputShape: [5] });

describe("weights to evaluate with", () => {
  it("are used by evaluate and predict, while training goes on from its own", async () => {
    const trainer = halfwayTrainer();
    const start = await trainer.weights();
    await trainer.fit(clouds(96), { epochs: 3, batchSize: 32 });
    const [trained, shipped] = [await trainer.weights(), await trainer.evaluationWeights()];
    for (const [name, { values }] of Object.entries(shipped)) {
      values.forEach((value, index) => {
        expect(value).toBeCloseTo((start[name].values[index] + trained[name].values[index]) / 2, 6);
      });
    }
    const scores = await trainer.evaluate(clouds(60, 2));
    const plain = small({ optimizer: gradientDescent(), inputShape: [5] });
    await plain.setWeights(shipped);
    expect(scores.loss).toBeCloseTo((await plain.evaluate(clouds(60, 2))).loss, 6);
    await plain.setWeights(trained);
    expect(Math.abs(scores.loss - (await plain.evaluate(clouds(60, 2))).loss)).toBeGreaterThan(1e-3);
    const [a, b] = await Promise.all([trainer.predict(clouds(6)), plain.predict(clouds(6))]);
    expect(await a.data()).not.toEqual(await b.data());
  });

  it("start from weights that were set before the first update", async () => {
    const trainer = halfwayTrainer();
    const other = await small({ seed: 5, inputShape: [5] }).weights();
    await trainer.setWeights(other);
    expect((await trainer.evaluationWeights())["dense/weight"].values).toEqual(other["dense/weight"].values);
  });

  it("get their own moving statistics: plain means over the data", async () => {
    const model = sequential([batchNorm({ unbiased: true, scale: false, shift: false }), dense(3)]);
    const trainer = halfwayTrainer(model);
    const data = clouds(96);
    await trainer.step(data.inputs.values.slice(0, 50), data.targets.values.slice(0, 10));
    await trainer.recomputeStatistics(data, { batchSize: 32 });
    const { values } = data.inputs;
    const column = Array.from({ length: 96 }, (_, row) => values[5 * row]);
    const meanOf = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
    const variances = [0, 32, 64].map((from) => {
      const batch = column.slice(from, from + 32);
      return batch.reduce((sum, value) => sum + (value - meanOf(batch)) ** 2, 0) / 31;
    });
    const state = await trainer.weights();
    expect(state["batchNorm/movingMean"].values[0]).toBeCloseTo(meanOf(column), 5);
    expect(state["batchNorm/movingVariance"].values[0]).toBeCloseTo(meanOf(variances), 4);
  });
});

describe("hyperparameters while training", () => {
  it("can be read, held and saved", async () => {
    const trainer = halfwayTrainer();
    expect(trainer.hyperparameters).toEqual({ "scaleByLearningRate/learningRate": 0.1 });
    trainer.set("scaleByLearningRate/learningRate", 0.02);
    expect(trainer.learningRate).toBe(0.02);
    expect(() => trainer.set("scaleByLearningRate/learningRate", -1)).toThrow(
      "set: scaleByLearningRate/learningRate must be ≥ 0, got -1",
    );
    expect(() => trainer.set("learningrate", 1)).toThrow("set: there is no hyperparameter learningrate");
    expect(trainer.optimizerMemory).toEqual({ bytes: 4 * trainer.parameterCount, multiple: 1 });
  });
});

import { describe, expect, it } from "vitest";
import { dataset } from "../data/index.ts";
import { dense, embedding, layerNorm, positionalEmbedding, sequential, transformerBlock } from "../layers/index.ts";
import { crossEntropy } from "../losses/index.ts";
import { accuracy, perplexity } from "../metrics/index.ts";
import { adam } from "../optimizers/index.ts";
import { Generator } from "../random/index.ts";
import { tensor } from "../tensor/index.ts";
import { Trainer, type TrainerOptions } from "./trainer.ts";

const [vocabulary, time] = [12, 7];

/** Sequences that go up by their own step; the target of each position is the token after it. */
const counting = (count: number, seed = 0, Kind: typeof Int32Array | typeof Uint8Array = Int32Array) => {
  const generator = new Generator(seed);
  const inputs = new Kind(count * time);
  const targets = new Int32Array(count * time);
  for (let row = 0; row < count; row++) {
    const [start, step] = [Math.floor(generator.uniform() * vocabulary), 1 + Math.floor(generator.uniform() * 3)];
    for (let t = 0; t < time; t++) {
      inputs[row * time + t] = (start + t * step) % vocabulary;
      targets[row * time + t] = (start + (t + 1) * step) % vocabulary;
    }
  }
  const shape = [count, time];
  return dataset({ name: "counting", inputs: { values: inputs, shape }, targets: { values: targets, shape } });
};

const language = (options: Partial<TrainerOptions> = {}) =>
  new Trainer({
    model: sequential([
      embedding(vocabulary, 16),
      positionalEmbedding(time),
      transformerBlock({ heads: 2, causal: true, dropout: 0.05 }),
      layerNorm(),
      dense(vocabulary, { perPosition: true }),
    ]),
    loss: crossEntropy(),
    optimizer: adam({ learningRate: 1e-2 }),
    metrics: [accuracy(), perplexity()],
    ...options,
  });

describe("sequences of ids in the Trainer", () => {
  it("train, evaluate and predict, as int32 or uint8, with a last short batch", async () => {
    for (const Kind of [Int32Array, Uint8Array]) {
      const trainer = language();
      await trainer.fit(counting(331, 1, Kind), { epochs: 6, batchSize: 32 });
      const test = counting(50, 2, Kind);
      const { loss, metrics } = await trainer.evaluate(test, { batchSize: 16 });
      // The first token does not tell the step: ln 3/7 nats a position are left.
      expect(metrics.accuracy).toBeGreaterThan(0.8);
      expect(metrics.perplexity).toBeCloseTo(Math.exp(loss), 5);
      const whole = await trainer.evaluate(test, { batchSize: "all" });
      expect(loss).toBeCloseTo(whole.loss, 6);
      expect(metrics.perplexity).toBeCloseTo(whole.metrics.perplexity, 5);
      const predicted = await trainer.predict(test.inputs);
      expect(predicted.shape).toEqual([50, time, vocabulary]);
      expect(await trainer.predict(tensor(test.inputs.values, test.inputs.shape)).then((p) => p.data())).toEqual(
        await predicted.data(),
      );
    }
  });

  it("are taken as flat arrays, with a label for each position", async () => {
    const [a, b] = [language({ inputShape: [time] }), language({ inputShape: [time] })];
    const { inputs, targets } = counting(8);
    expect(await a.step(inputs.values, targets.values)).toBe(await b.step(inputs, targets));
  });

  it("are refused with ids that there are not, by name and place", async () => {
    const trainer = language();
    const bad = counting(20);
    bad.inputs.values[2 * time + 3] = vocabulary;
    const message =
      "ids for embedding must be whole numbers from 0 to 11, got 12 at [2, 3]; give the layer a larger vocabulary, " +
      "or number the ids from 0";
    await expect(trainer.fit(bad, { epochs: 1 })).rejects.toThrow(`fit: counting: ${message}`);
    await expect(trainer.evaluate(bad)).rejects.toThrow(`evaluate: counting: ${message}`);
    await expect(trainer.predict(bad)).rejects.toThrow(`predict: ${message}`);
    await expect(trainer.predict(tensor(bad.inputs.values, bad.inputs.shape))).rejects.toThrow(`predict: ${message}`);
    await expect(trainer.step(bad.inputs, bad.targets)).rejects.toThrow(`step: x: ${message}`);
    await expect(trainer.predict(tensor([[0, 1, 2.5, 3, 4, 5, 6]]))).rejects.toThrow("got 2.5 at [0, 2]");
    expect(trainer.steps).toBe(0);
  });

  it("leave padding out of loss and metrics", async () => {
    const ignoring = { loss: crossEntropy({ ignoreIndex: -1 }), metrics: [perplexity({ ignoreIndex: -1 })] };
    const trainer = language(ignoring);
    const whole = counting(10);
    const { inputs } = whole;
    const targets = Int32Array.from(whole.targets.values, (label, index) => (index % time < 4 ? label : -1));
    const padded = dataset({ inputs, targets: { values: targets, shape: [10, time] } });
    await trainer.fit(padded, { epochs: 1, batchSize: 4 });
    const scores = await trainer.evaluate(padded, { batchSize: 3 });
    // By hand from the probabilities of the first four positions.
    const probabilities = await (await trainer.predict(padded)).data();
    let sum = 0;
    targets.forEach((label, index) => {
      if (label >= 0) sum -= Math.log(probabilities[index * vocabulary + label]) / 40;
    });
    expect(scores.loss).toBeCloseTo(sum, 5);
    expect(scores.metrics.perplexity).toBeCloseTo(Math.exp(sum), 4);
  });
});

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sizeOf } from "../graph/index.ts";
import * as layers from "../layers/index.ts";
import { crossEntropy } from "../losses/index.ts";
import { accumulate, adam, adamW, chain, emaWeights, momentum, type OptimizerLike, sam } from "../optimizers/index.ts";
import { useDevice } from "../tensor/index.ts";
import { Trainer } from "./trainer.ts";

interface Kind {
  readonly name: string;
  readonly model: layers.Layer;
  readonly inputShape: readonly number[];
  /** Inputs are ids below this. */
  readonly ids?: number;
}

const kinds: readonly Kind[] = [
  {
    name: "images",
    inputShape: [9, 7, 2],
    model: layers.sequential([
      layers.conv2d(4, 3, { padding: "same" }),
      layers.batchNorm(),
      layers.maxPool2d(2),
      layers.conv2dTranspose(3, 2, { strides: 2 }),
      layers.groupNorm(3),
      layers.spatialDropout(0.2),
      layers.residual([layers.conv2d(3, 3, { padding: "same" }), layers.batchNorm(), layers.dropout(0.3)]),
      layers.averagePool2d(2),
      layers.globalAveragePool(),
      layers.dense(3),
    ]),
  },
  {
    name: "sequences",
    inputShape: [12, 3],
    model: layers.sequential([
      layers.conv1d(5, 3),
      layers.rmsNorm(),
      layers.conv1dTranspose(4, 2),
      layers.simpleRnn(6, { returnSequences: true, dropout: 0.2 }),
      layers.lstm(5, { returnSequences: true, recurrentDropout: 0.2 }),
      layers.bidirectional(layers.gru(4, { returnSequences: true, dropout: 0.1 })),
      layers.layerNorm(),
      layers.globalMaxPool(),
      layers.dense(3),
    ]),
  },
  {
    name: "ids",
    inputShape: [9],
    ids: 7,
    model: layers.sequential([
      layers.embedding(7, 6),
      layers.positionalEmbedding(12),
      layers.sinusoidalPositions(),
      layers.transformerBlock({ heads: 2, dropout: 0.2, causal: true }),
      layers.transformerBlock({ heads: 3, norm: "post", dropout: 0.1 }),
      layers.multiHeadAttention(2, { dropout: 0.1 }),
      layers.flatten(),
      layers.dense(3),
    ]),
  },
];

const optimizers: Readonly<Record<string, () => OptimizerLike>> = {
  adamW: () => adamW({ learningRate: 0.01 }),
  "accumulation of 3 batches, saved after 5": () => accumulate(3, adam({ learningRate: 0.01 })),
  sam: () => chain(sam({ rho: 0.05 }), momentum({ learningRate: 0.01 })),
  "averaged weights": () => chain(adam({ learningRate: 0.01 }), emaWeights({ beta: 0.9 })),
};

/** Batch number `step`; one of them is short. */
const batchOf = ({ inputShape, ids }: Kind, step: number) => {
  const examples = step === 3 ? 2 : 5;
  const length = examples * sizeOf(inputShape);
  const wave = (index: number) => Math.sin(1.7 * index + step);
  const values = ids
    ? Int32Array.from({ length }, (_, index) => Math.floor(((wave(index) + 1) / 2) * (ids - 1) + 0.5))
    : Float32Array.from({ length }, (_, index) => wave(index));
  const labels = Int32Array.from({ length: examples }, (_, index) => (index + step) % 3);
  return [{ values, shape: [examples, ...inputShape] }, labels] as const;
};

describe.each(Object.entries(optimizers))("with %s", (_, optimizer) => {
  let folder = "";
  beforeAll(async () => {
    await useDevice("wasm");
    folder = await mkdtemp(join(tmpdir(), "saving-layers-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each(kinds)("saved and loaded models of $name go on to the bit", async (kind) => {
    const trainer = () => new Trainer({ ...kind, loss: crossEntropy(), optimizer: optimizer(), clip: 1, seed: 1 });
    const [unbroken, first, second] = [trainer(), trainer(), trainer()];
    const steps = async (model: Trainer, from: number, to: number): Promise<number[]> => {
      const losses: number[] = [];
      for (let step = from; step < to; step++) losses.push(await model.step(...batchOf(kind, step)));
      return losses;
    };
    const expected = await steps(unbroken, 0, 8);
    const before = await steps(first, 0, 5);
    const file = join(folder, `${kind.name}.safetensors`);
    await first.save(file);
    await second.load(file);
    expect([...before, ...(await steps(second, 5, 8))]).toEqual(expected);
    expect(await second.weights()).toEqual(await unbroken.weights());
    const [inputs] = batchOf(kind, 9);
    // Twice, since nothing is drawn at random in evaluation.
    for (const model of [unbroken, second]) {
      expect(await (await model.predict(inputs)).data()).toEqual(await (await unbroken.predict(inputs)).data());
    }
  });
});

import { dense, relu, sequential } from "thalweg/layers";
import { crossEntropy } from "thalweg/losses";
import { adam } from "thalweg/optimizers";
import { evaluate, tensor } from "thalweg/tensor";
import { Trainer } from "thalweg/training";
import type { AdamTask, ClassifierTask, ProductTask, Side, Work } from "./side.ts";
import { updateWork } from "./update.ts";

/** Through the trainer, as users train. */
const classifier = async ({ layers, x, labels, learningRate }: ClassifierTask): Promise<Work> => {
  const last = layers.length - 1;
  const model = sequential(
    layers.map(({ units }, index) =>
      dense(units, { name: `layer${index}`, activation: index < last ? relu() : undefined }),
    ),
  );
  const trainer = new Trainer({
    model,
    loss: crossEntropy(),
    optimizer: adam({ learningRate }),
    inputShape: [layers[0].inputs],
  });
  const start = layers.flatMap(({ inputs, units, weight }, index) => [
    [`layer${index}/weight`, { shape: [inputs, units], values: weight }] as const,
    [`layer${index}/bias`, { shape: [units], values: new Float32Array(units) }] as const,
  ]);
  await trainer.setWeights(Object.fromEntries(start));
  const inputs = tensor(x, [labels.length, layers[0].inputs]);
  const targets = tensor(labels);
  let loss = Number.NaN;
  return {
    run: async () => {
      loss = await trainer.step(inputs, targets);
    },
    result: async () => loss,
  };
};

const adamUpdate = ({ weights, gradient, learningRate }: AdamTask): Promise<Work> =>
  updateWork(adam({ learningRate }), { weights, gradient, shape: [weights.length] });

const product = async ({ size, a, b }: ProductTask): Promise<Work> => {
  const left = tensor(a, [size, size]);
  const right = tensor(b, [size, size]);
  let last = left;
  return {
    run: async () => {
      last = left.matmul(right);
      await evaluate(last);
    },
    result: async () => (await last.data())[size + 1],
  };
};

export const thalweg: Side = { name: "Thalweg", classifier, adam: adamUpdate, product };

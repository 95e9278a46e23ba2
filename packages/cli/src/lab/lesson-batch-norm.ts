import { rescale } from "thalweg/data";
import { batchNorm, dense, flatten, type Layer, relu, sequential } from "thalweg/layers";
import { gradientDescent } from "thalweg/optimizers";
import { showScore } from "../report/numbers.ts";
import type { Findings, Lesson } from "./lesson.ts";
import { clothes, learn, learningFigure } from "./lesson-networks.ts";

const [epochs, depth, units] = [5, 8, 24];

const deep = (isNormalized: boolean) => {
  const block = (): readonly Layer[] =>
    isNormalized ? [dense(units, { bias: false }), batchNorm(), relu()] : [dense(units), relu()];
  return sequential([flatten(), ...Array.from({ length: depth }, block).flat(), dense(10)]);
};

const run = async (): Promise<Findings> => {
  const data = rescale(clothes());
  const train = (isNormalized: boolean, learningRate: number) =>
    learn(
      {
        name: `${isNormalized ? "with" : "without"}, rate ${learningRate}`,
        data,
        model: deep(isNormalized),
        optimizer: gradientDescent({ learningRate }),
      },
      epochs,
    );
  const learned = [await train(false, 0.1), await train(true, 0.1), await train(false, 1), await train(true, 1)];
  const [plain, normalized, plainHigh, normalizedHigh] = learned.map(({ losses }) => losses[epochs - 1]);
  return {
    table: {
      head: ["batch normalization", "loss in the last epoch", "accuracy"],
      rows: learned.map(({ name, losses, accuracy }) => [
        name,
        showScore(losses[epochs - 1]),
        `${(100 * accuracy).toFixed(1)} %`,
      ]),
    },
    figures: [learningFigure(`${depth} hidden layers with and without batch normalization`, learned)],
    sees: [
      `At 0.1 the plain network of ${depth} hidden layers is at ${showScore(plain)} after five epochs, the normalized one at ${showScore(normalized)}.`,
      `At ten times the rate the plain one fails (${showScore(plainHigh)}); the normalized one still learns (${showScore(normalizedHigh)}). Normalized layers do not care for the scale of their weights, so they bear higher rates.`,
      "The order is dense without bias, batch normalization, ReLU. Batches need two examples or more, and predictions use moving statistics.",
    ],
    numbers: { plain, normalized, "plain at 1": plainHigh, "normalized at 1": normalizedHigh },
  };
};

export const batchNormLesson: Lesson = {
  name: "batch-norm",
  title: "Batch normalization",
  about: [
    "Batch normalization brings every feature of a layer to mean 0 and deviation 1 over the batch, then scales and shifts it by learned numbers. Gradients keep their size through depth.",
    "A deep, narrow network learns drawn garments with and without it, at two rates.",
  ],
  run,
  command: "thalweg train garments --model mlp-bn --hidden 64,64,64 --optimizer sgd --learning-rate 0.5 --epochs 2",
  terms: ["batch normalization", "moving statistics", "layer normalization", "vanishing gradient"],
};

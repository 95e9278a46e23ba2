import { conv2d, type Layer, maxPool2d, relu } from "thalweg/layers";
import { asInTorch, perceptron } from "../run/perceptron.ts";
import type { ImageModelName } from "./settings.ts";

/** Filters of the convolutions of `cnn`. */
export const filters = [32, 64] as const;

const convolution = (count: number): readonly Layer[] => [
  conv2d(count, 5, { padding: "same", ...asInTorch }),
  relu(),
  maxPool2d(2),
];

/** images [batch, height, width, channels] → logits [batch, classes] */
export const modelNamed = (name: ImageModelName, hidden: readonly number[], classes: number): Layer =>
  name === "cnn" ? perceptron("mlp", hidden, classes, filters.flatMap(convolution)) : perceptron(name, hidden, classes);

import {
  accuracy,
  adam,
  conv2d,
  crossEntropy,
  type Dataset,
  garments as drawGarments,
  flatten,
  type LayerLike,
  maxPool2d,
  rescale,
  sequential,
} from "thalweg";
import { afterHidden, hiddenOptions, type NetworkOptions, outputLayer, perceptron } from "../network.ts";
import type { Problem } from "../problem.ts";

const side = 28;

/** Every second pixel of every second line, each the mean of four: 14 × 14. */
const halved = (data: Dataset): Dataset => {
  const { values, shape } = data.inputs;
  const half = side / 2;
  const small = new Float32Array(values.length / 4);
  for (let index = 0; index < small.length; index++) {
    const [column, row] = [index % half, Math.floor(index / half)];
    const corner = 2 * row * side + 2 * column;
    small[index] = (values[corner] + values[corner + 1] + values[corner + side] + values[corner + side + 1]) / 4;
  }
  return { ...data, inputs: { values: small, shape: [shape[0], half, half, 1] } };
};

const pictures = (train: number, seed: number): { train: Dataset; validation: Dataset } => {
  const sets = drawGarments({ train, test: 300, seed });
  return { train: rescale(halved(sets.train)), validation: rescale(halved(sets.test)) };
};

/** Ten classes of clothing, 14 × 14 pixels in [0, 1], for a perceptron. */
export const garments: Problem = {
  name: "garments",
  kind: "classification",
  reaches: { metric: "accuracy", least: 0.7 },
  healthy: (seed) => ({
    seed,
    network: { hidden: [64], outputs: 10, activation: "relu" },
    model: perceptron(true),
    loss: crossEntropy(),
    metrics: [accuracy()],
    optimizer: (learningRate) => adam({ learningRate }),
    rate: 3e-3,
    batchSize: 32,
    epochs: 8,
    ...pictures(1600, seed),
  }),
};

/** Convolutions of `hidden` filters, each with a pooling after it. */
const convolutional = (network: NetworkOptions): LayerLike =>
  sequential([
    ...(network.first ?? []),
    ...network.hidden.flatMap((filters) => [
      conv2d(filters, 3, hiddenOptions(network)),
      ...afterHidden(network),
      maxPool2d(2),
    ]),
    flatten(),
    outputLayer(network),
  ]);

/** The same for a small convolutional network. */
export const garmentsConvolutional: Problem = {
  name: "garments-cnn",
  kind: "classification",
  reaches: { metric: "accuracy", least: 0.65 },
  healthy: (seed) => ({
    seed,
    network: { hidden: [8, 16], outputs: 10, activation: "relu" },
    model: convolutional,
    loss: crossEntropy(),
    metrics: [accuracy()],
    optimizer: (learningRate) => adam({ learningRate }),
    rate: 5e-3,
    batchSize: 32,
    epochs: 7,
    ...pictures(1000, seed),
  }),
};

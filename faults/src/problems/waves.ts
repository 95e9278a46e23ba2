import { accuracy, adam, crossEntropy, type LayerLike, sequential, simpleRnn } from "thalweg";
import { divided, drawn } from "../drawn.ts";
import { type NetworkOptions, outputLayer } from "../network.ts";
import type { Problem } from "../problem.ts";

const length = 12;

/** A recurrent layer of `hidden[0]` units; of activations it knows tanh and relu. */
const recurrent = (network: NetworkOptions): LayerLike =>
  sequential([
    ...(network.first ?? []),
    simpleRnn(network.hidden[0], {
      activation: network.activation === "relu" ? "relu" : "tanh",
      ...(network.initializer && { kernelInitializer: network.initializer, recurrentInitializer: network.initializer }),
      ...(network.dropout !== undefined && { dropout: network.dropout }),
    }),
    outputLayer(network),
  ]);

/** Waves of three lengths at 12 places, from wherever they begin: which one is told by a recurrent network. */
export const waves: Problem = {
  name: "waves",
  kind: "classification",
  reaches: { metric: "accuracy", least: 0.9 },
  healthy: (seed) => {
    const data = drawn("waves", 800, seed, (random) => {
      const target = random.integer(3);
      const start = random.uniform(0, 2 * Math.PI);
      const turn = [0.5, 1, 1.6][target];
      const input = Array.from({ length }, (_, place) => 1.4 * Math.sin(start + turn * place) + random.normal(0, 0.15));
      return { input, target };
    });
    const { values } = data.inputs;
    const sequences = { ...data, inputs: { values, shape: [values.length / length, length, 1] } };
    return {
      seed,
      network: { hidden: [24], outputs: 3, activation: "tanh" },
      model: recurrent,
      loss: crossEntropy(),
      metrics: [accuracy()],
      optimizer: (learningRate) => adam({ learningRate }),
      rate: 0.01,
      clip: 5,
      batchSize: 32,
      epochs: 12,
      ...divided(sequences, 640),
    };
  },
};

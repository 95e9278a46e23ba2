import { type Tensor, tensor } from "../tensor/index.ts";
import { layerName } from "./checks.ts";
import type { Layer } from "./layer.ts";
import { sequenceOf } from "./sequence-input.ts";

/**
 * Adds waves that tell positions apart: y[t, 2i] = x[t, 2i] + sin(t/10000^(2i/d)), with the cosine at 2i + 1,
 * for any length. x: [batch, time, d]. Vaswani et al. 2017, arXiv:1706.03762.
 *
 * The waves are as large as 1, so embeddings before them want an initial deviation about as large:
 * `embedding(96, 32, { initializer: initialNormal(1) })`.
 *
 * @example
 * sinusoidalPositions().build([50, 32]).outputShape; // [50, 32]
 */
export const sinusoidalPositions = ({ name }: { readonly name?: string } = {}): Layer => {
  const own = layerName(name, "sinusoidalPositions");
  return {
    name: own,
    kind: "sinusoidalPositions",
    outputKind: "values",
    build: (inputShape, path = own) => {
      sequenceOf(inputShape, path);
      return { outputShape: inputShape, parameters: {}, state: {} };
    },
    apply: (x) => {
      const values = x.float();
      return { y: values.add(waves(x.shape[1], x.shape[2], values)) };
    },
  };
};

// float64 on the host: angles of hundreds of radians lose digits in float32.
const waves = (time: number, features: number, { dtype }: Tensor): Tensor => {
  const values = Float64Array.from({ length: time * features }, (_, index) => {
    const [position, feature] = [Math.floor(index / features), index % features];
    const angle = position / 10000 ** ((feature - (feature % 2)) / features);
    return feature % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  });
  return tensor(values, [time, features], dtype);
};

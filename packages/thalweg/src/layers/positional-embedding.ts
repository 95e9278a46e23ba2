import { ThalwegError } from "../errors/thalweg-error.ts";
import type { Shape } from "../graph/index.ts";
import { checkOption, layerName } from "./checks.ts";
import { type Initializer, initialNormal } from "./initializers/index.ts";
import { type Layer, showBatched } from "./layer.ts";
import { sequenceOf } from "./sequence-input.ts";

export interface PositionalEmbeddingOptions {
  /** N(0, 0.02²) unless said, as `embedding`. */
  readonly initializer?: Initializer;
  readonly name?: string;
}

/**
 * Adds a learned vector for each position: y[t] = x[t] + weight[t]. x: [batch, time, features] with
 * time ≤ length, weight: [length, features]. Gehring et al. 2017, arXiv:1705.03122.
 *
 * @example
 * const tokens = sequential([embedding(96, 32), positionalEmbedding(64), dropout(0.1)]);
 * tokens.build([50]).outputShape; // [50, 32]
 */
export const positionalEmbedding = (
  length: number,
  { initializer = initialNormal(0.02), name }: PositionalEmbeddingOptions = {},
): Layer => {
  checkOption(
    Number.isSafeInteger(length) && length > 0,
    "positionalEmbedding",
    "length",
    "a positive integer",
    length,
  );
  const own = layerName(name, "positionalEmbedding");
  const checkLength = (inputShape: Shape, path: string): void => {
    const [time] = inputShape;
    if (time <= length) return;
    throw new ThalwegError(
      "layer",
      `${path}: expected at most ${length} positions, got ${showBatched(inputShape)} with ${time}; ` +
        `use positionalEmbedding(${time}) or shorter sequences`,
    );
  };
  return {
    name: own,
    kind: "positionalEmbedding",
    outputKind: "values",
    build: (inputShape, path = own) => {
      const [, features] = sequenceOf(inputShape, path);
      checkLength(inputShape, path);
      return {
        outputShape: inputShape,
        parameters: { weight: { shape: [length, features], initializer, kind: "weight" } },
        state: {},
      };
    },
    apply: (x, { parameters }) => {
      // It may have been built for shorter sequences than those it is applied to.
      checkLength(x.shape.slice(1), own);
      return { y: x.add(parameters.weight.slice([0, x.shape[1]])) };
    },
  };
};

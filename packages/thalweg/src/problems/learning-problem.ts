import { Generator } from "../random/index.ts";
import { softplus, type Tensor, tensor } from "../tensor/index.ts";
import type { Point, Surface } from "./surface.ts";

/** Two classes: features row by row, and 0 or 1 for each row. */
export interface LabelledPoints {
  /** [examples, features] */
  readonly inputs: Float64Array;
  /** [examples] */
  readonly labels: Float64Array;
  readonly features: number;
}

/**
 * A small learning problem over drawn data, all its weights in one array. The loss is a mean over examples: over all of
 * them, or over the `rows` of a mini-batch.
 */
export interface LearningProblem
  extends Pick<Surface, "name" | "title" | "formula" | "convex" | "source">,
    LabelledPoints {
  /** How many weights there are. */
  readonly dimensions: number;
  readonly examples: number;
  /** w: [n] → []: the loss over all examples. */
  readonly fn: (w: Tensor) => Tensor;
  readonly at: (w: Point, rows?: ArrayLike<number>) => number;
  readonly gradient: (w: Point, rows?: ArrayLike<number>) => Float64Array;
  readonly start: () => Float64Array;
  /** The share of examples whose class is told correctly. */
  readonly accuracy: (w: Point) => number;
}

/** A model of one number z from an example; the probability of class 1 is 1/(1 + e⁻ᶻ). */
export interface ScoreModel {
  readonly dimensions: number;
  /** x: [examples, features], w: [n] → [examples] */
  readonly scores: (x: Tensor, w: Tensor) => Tensor;
  /** z of the example at `x`, and a function that adds `slope` times ∇z to a gradient. */
  readonly example: (x: Float64Array, w: Point) => { z: number; pull: (slope: number, gradient: Float64Array) => void };
}

export type Description = Pick<LearningProblem, "name" | "title" | "formula" | "convex" | "source" | "start">;

const sigmoid = (z: number): number => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));

/** −log of the probability given to class y: log(1 + eᶻ) − yz, without overflow. */
const logLoss = (z: number, y: number): number => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - y * z;

/** The problem of telling two classes by a model; λ/2·‖w‖² is added to the loss. */
export const learningProblem = (
  about: Description,
  data: LabelledPoints,
  model: ScoreModel,
  decay: number,
): LearningProblem => {
  const { inputs, labels, features } = data;
  const { dimensions } = model;
  const examples = labels.length;
  const everything = Int32Array.from({ length: examples }, (_, row) => row);
  const rowsOfInputs = Array.from(everything, (row) => inputs.subarray(row * features, (row + 1) * features));
  const [x, y] = [tensor(inputs, [examples, features]), tensor(labels)];
  const penalty = (w: Point): number => (decay / 2) * Array.from(w).reduce((sum, value) => sum + value * value, 0);
  return {
    ...about,
    ...data,
    dimensions,
    examples,
    fn: (w) => {
      const z = model.scores(x, w);
      const mean = softplus(z).sub(z.mul(y)).mean();
      return decay === 0
        ? mean
        : mean.add(
            w
              .square()
              .sum()
              .mul(decay / 2),
          );
    },
    at: (w, rows = everything) => {
      const losses = Array.from(rows, (row) => logLoss(model.example(rowsOfInputs[row], w).z, labels[row]));
      return losses.reduce((sum, loss) => sum + loss, 0) / rows.length + penalty(w);
    },
    gradient: (w, rows = everything) => {
      const gradient = new Float64Array(dimensions);
      for (const row of Array.from(rows)) {
        const { z, pull } = model.example(rowsOfInputs[row], w);
        pull(sigmoid(z) - labels[row], gradient);
      }
      return gradient.map((sum, index) => sum / rows.length + decay * w[index]);
    },
    accuracy: (w) => {
      const right = everything.filter((row) => model.example(rowsOfInputs[row], w).z > 0 === (labels[row] === 1));
      return right.length / examples;
    },
  };
};

/**
 * The rows of an epoch's mini-batches, in an order drawn from seed and epoch; the last batch may be shorter.
 *
 * @example
 * miniBatches(10, 4, { seed: 1, epoch: 0 }).map((rows) => rows.length); // [4, 4, 2]
 */
export const miniBatches = (
  examples: number,
  batchSize: number,
  { seed, epoch }: { readonly seed: number; readonly epoch: number },
): Int32Array[] => {
  const order = new Generator(seed, "order", epoch).permutation(examples);
  const count = Math.ceil(examples / batchSize);
  return Array.from({ length: count }, (_, index) => order.slice(index * batchSize, (index + 1) * batchSize));
};

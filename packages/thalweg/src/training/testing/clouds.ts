import { type Dataset, dataset } from "../../data/index.ts";
import { dense, relu, sequential } from "../../layers/index.ts";
import { crossEntropy } from "../../losses/index.ts";
import { accuracy } from "../../metrics/index.ts";
import { adam } from "../../optimizers/index.ts";
import { Generator } from "../../random/index.ts";
import type { NamedArrays } from "../callback.ts";
import { Trainer, type TrainerOptions } from "../trainer.ts";

/** Three clouds of points in five dimensions. */
export const clouds = (count: number, seed = 1): Dataset => {
  const generator = new Generator(seed);
  const targets = Int32Array.from({ length: count }, (_, index) => index % 3);
  const values = Float32Array.from({ length: count * 5 }, (_, index) => {
    const label = targets[Math.floor(index / 5)];
    return generator.normal() + (index % 5 === label ? 3 : 0);
  });
  return dataset({ inputs: { values, shape: [count, 5] }, targets, classes: ["a", "b", "c"] });
};

/** A small classifier of the clouds. */
export const small = (options: Partial<TrainerOptions> = {}): Trainer =>
  new Trainer({
    model: sequential([dense(16), relu(), dense(3)]),
    loss: crossEntropy(),
    optimizer: adam({ learningRate: 1e-2 }),
    metrics: [accuracy()],
    ...options,
  });

/** Arrays as lists, which tests compare element by element. */
export const bytesOf = (weights: NamedArrays): Record<string, number[]> =>
  Object.fromEntries(Object.entries(weights).map(([name, { values }]) => [name, [...values]]));

import { type Dataset, type Generator, gradientDescent } from "thalweg";
import type { Fault } from "../fault.ts";
import { blobs } from "../problems/blobs.ts";
import { friedman } from "../problems/friedman.ts";
import { garments } from "../problems/garments.ts";
import { moons } from "../problems/moons.ts";
import { rings } from "../problems/rings.ts";
import { teacher } from "../problems/teacher.ts";
import { type RunPlan, updatesOf, withUpdates } from "../run-plan.ts";

const deviationOf = (values: ArrayLike<number>): number => {
  const numbers = Array.from(values);
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  return Math.sqrt(numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / numbers.length);
};

/** Targets as they are measured in practice: a part of the classes wrong, or numbers with an error of half their own size. */
const unreliable = (data: Dataset, random: Generator): Dataset => {
  const { values, shape } = data.targets;
  if (values instanceof Int32Array) {
    const share = random.uniform(0.15, 0.3);
    const classes = 1 + values.reduce((most, label) => Math.max(most, label), 0);
    const wrong = values.map((label) => (random.uniform() < share ? random.integer(classes) : label));
    return { ...data, targets: { values: wrong, shape } };
  }
  if (values.every((value) => value === 0 || value === 1)) {
    const share = random.uniform(0.1, 0.2);
    const wrong = Float32Array.from(values, (value) => (random.uniform() < share ? 1 - value : value));
    return { ...data, targets: { values: wrong, shape } };
  }
  const size = random.uniform(0.45, 0.6) * deviationOf(values);
  return { ...data, targets: { values: Float32Array.from(values, (value) => value + random.normal(0, size)), shape } };
};

export const noisyGradient: Fault = {
  id: "noisy-gradient",
  plants: "batches of 2 or 3 examples with unreliable targets, at a rate that suits batches of 64",
  problems: [blobs, friedman, garments, teacher],
  pictured: { problem: friedman, seed: 0 },
  tuning: [teacher, rings, moons, blobs],
  plant: (healthy, random, { kind }) => {
    const batchSize = 2 + random.integer(2);
    const { shape } = healthy.train.inputs;
    const isWide = shape.reduce((size, length) => size * length) / shape[0] > 6;
    const rate = kind === "regression" ? 0.065 : isWide ? 0.25 : 0.5;
    const plan: RunPlan = {
      ...healthy,
      network: { ...healthy.network, activation: "tanh" },
      optimizer: (learningRate) => gradientDescent({ learningRate }),
      rate: rate * random.uniform(0.8, 1.2),
      train: unreliable(healthy.train, random),
    };
    return withUpdates({ ...plan, batchSize }, 2 * updatesOf(healthy));
  },
  mend: (planted, healthy) => ({ ...planted, batchSize: 64, epochs: 2 * healthy.epochs }),
};

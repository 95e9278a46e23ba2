import { expect } from "vitest";
import { batchNorm, dense, relu, sequential } from "../../layers/index.ts";
import type { OptimizerLike } from "../../optimizers/index.ts";
import type { NamedArrays } from "../callback.ts";
import type { TrainerOptions } from "../trainer.ts";
import { bytesOf, clouds, small } from "./clouds.ts";

export const normalized = () => sequential([dense(8, { bias: false }), batchNorm(), relu(), dense(3)]);

/** A trainer and its steps on batches of 8 of 96 points, in order or from a given one on. */
export const training = (optimizer: OptimizerLike, options: Partial<TrainerOptions> = {}) => {
  const trainer = small({ optimizer, model: normalized(), inputShape: [5], ...options });
  const { inputs, targets } = clouds(96);
  let next = 0;
  const run = async (steps: number, from = next) => {
    next = from + steps;
    for (let step = from; step < next; step++) {
      const at = 8 * (step % 12);
      await trainer.step(inputs.values.slice(5 * at, 5 * at + 40), targets.values.slice(at, at + 8));
    }
  };
  return { trainer, run };
};

/** Whether arrays are near lists of the same names. */
export const expectClose = (found: NamedArrays, expected: Readonly<Record<string, readonly number[]>>, digits = 5) => {
  for (const [name, values] of Object.entries(expected)) {
    values.forEach((value, index) => {
      expect(found[name].values[index], `${name} ${index}`).toBeCloseTo(value, digits);
    });
  }
};

/** Only what is learned: moving statistics are no weights. */
export const learned = (arrays: NamedArrays) =>
  Object.fromEntries(Object.entries(bytesOf(arrays)).filter(([name]) => !name.includes("moving")));

/** Lists of the same names, mixed element by element. */
export const combined = (
  a: Readonly<Record<string, readonly number[]>>,
  b: Readonly<Record<string, readonly number[]>>,
  mix: (a: number, b: number) => number,
) =>
  Object.fromEntries(Object.entries(a).map(([name, list]) => [name, list.map((value, i) => mix(value, b[name][i]))]));

import { ThalwegError } from "../errors/thalweg-error.ts";
import { Generator } from "../random/index.ts";
import type { Dataset } from "./dataset.ts";

export interface AddingProblemOptions {
  /** Steps of each sequence, at least 2. */
  readonly length: number;
  readonly examples: number;
  readonly seed?: number;
}

/**
 * The adding problem, drawn by seed: inputs [examples, length, 2] are a number in [0, 1) at each step and a mark, which
 * is 1 at one step of each half and 0 elsewhere; the target [examples, 1] is the sum of the two marked numbers. Saying 1
 * each time has a mean squared error of 1/6; less needs memory over time. Hochreiter & Schmidhuber 1997, in the form of
 * Le, Jaitly & Hinton 2015, arXiv:1504.00941. Example i depends on the seed and on i alone.
 *
 * @example
 * const { inputs, targets } = addingProblem({ length: 50, examples: 1000, seed: 0 });
 * inputs.shape; // [1000, 50, 2]
 * targets.shape; // [1000, 1]
 */
export const addingProblem = ({ length, examples, seed = 0 }: AddingProblemOptions): Dataset => {
  for (const [name, value, least] of [
    ["length", length, 2],
    ["examples", examples, 1],
  ] as const) {
    if (Number.isInteger(value) && value >= least) continue;
    throw new ThalwegError("argument", `addingProblem: ${name} must be a whole number from ${least}, got ${value}`);
  }
  const inputs = new Float32Array(examples * length * 2);
  const targets = new Float32Array(examples);
  const half = length >> 1;
  for (let example = 0; example < examples; example += 1) {
    const random = new Generator(seed, "adding", example);
    const sequence = inputs.subarray(example * length * 2, (example + 1) * length * 2);
    for (let step = 0; step < length; step += 1) sequence[2 * step] = random.uniform();
    for (const step of [random.integer(half), half + random.integer(length - half)]) {
      sequence[2 * step + 1] = 1;
      targets[example] += sequence[2 * step];
    }
  }
  return {
    name: "adding",
    inputs: { values: inputs, shape: [examples, length, 2] },
    targets: { values: targets, shape: [examples, 1] },
  };
};

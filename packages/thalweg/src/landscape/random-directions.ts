import { ThalwegError } from "../errors/thalweg-error.ts";
import { Generator } from "../random/index.ts";
import type { NamedArrays } from "../training/index.ts";
import type { Direction } from "./directions.ts";

export const normalizations = ["filter", "layer", "none"] as const;
export type Normalization = (typeof normalizations)[number];

export interface RandomDirectionsOptions {
  readonly seed?: number;
  /**
   * What is given the norm that the weights have there: every filter of a convolution and every output unit of a dense
   * layer ("filter", the default), every array ("layer"), or nothing.
   */
  readonly normalize?: Normalization;
  /** 2 unless said. */
  readonly count?: number;
}

/** Gives parts of `values` the norms that `weights` have there; part i is every `parts`-th number from i on. */
const matchNorms = (values: Float64Array, weights: ArrayLike<number>, parts: number): void => {
  for (let part = 0; part < parts; part++) {
    let [own, wanted] = [0, 0];
    for (let at = part; at < values.length; at += parts) {
      own += values[at] ** 2;
      wanted += weights[at] ** 2;
    }
    const factor = own === 0 ? 0 : Math.sqrt(wanted / own);
    for (let at = part; at < values.length; at += parts) values[at] *= factor;
  }
};

/**
 * Random directions d for pictures of a loss around weights w, normally distributed and scaled so that ‖dᵢ‖ = ‖wᵢ‖ for
 * every filter i: networks whose layers are scaled against one another then look alike, and two pictures can be compared.
 * Filters are along the last axis of an array. Arrays of one axis (biases, the scales, shifts and moving statistics of
 * normalizations) do not move. Li et al. 2018, arXiv:1712.09913.
 *
 * @example
 * const weights = await trainer.weights();
 * const [x, y] = randomDirections(weights, { seed: 1 });
 * Object.keys(x); // ["dense/weight", "dense_1/weight"]
 */
export const randomDirections = (
  weights: NamedArrays,
  { seed = 0, normalize = "filter", count = 2 }: RandomDirectionsOptions = {},
): readonly Direction[] => {
  if (!normalizations.includes(normalize)) {
    throw new ThalwegError(
      "argument",
      `randomDirections: normalize must be ${normalizations.join(", ")}, got ${normalize}`,
    );
  }
  const moving = Object.entries(weights).filter(([, { shape }]) => shape.length > 1);
  if (moving.length === 0) {
    throw new ThalwegError("data", "randomDirections: weights must have an array of two axes or more, got none");
  }
  const direction = (index: number): Direction =>
    Object.fromEntries(
      moving.map(([name, { shape, values: own }]) => {
        const values = new Generator(seed, "landscape", index, name).fillNormal(new Float64Array(own.length));
        if (normalize !== "none") matchNorms(values, own, normalize === "filter" ? shape[shape.length - 1] : 1);
        return [name, { shape, values }];
      }),
    );
  return Array.from({ length: count }, (_, index) => direction(index));
};

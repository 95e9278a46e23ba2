import { ThalwegError } from "../errors/thalweg-error.ts";
import { showShape } from "../graph/shape.ts";
import { dtypeOf, typedArray } from "../kernels/dtype.ts";
import { checkFinite } from "./checks.ts";
import type { Dataset } from "./dataset.ts";
import { exampleSize, type Values } from "./values.ts";

/**
 * What shares one mean and deviation: the last axis' positions (a channel of images, a column of
 * tables), every position of an example, or everything.
 */
export type StandardizePer = "channel" | "feature" | "all";

/** The statistics as a plain object, to be saved with a model. */
export interface StandardizerState {
  readonly per: StandardizePer;
  /** Shape of one example. */
  readonly shape: readonly number[];
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

export interface Standardizer extends StandardizerState {
  /** The data set with standardized inputs; its targets are shared. */
  apply(source: Dataset): Dataset;
  /** Inputs alone, [examples, ...shape]: float32, or float64 when they are. */
  applyTo(inputs: Values): Values;
}

const groupCount = (per: StandardizePer, shape: readonly number[], size: number): number => {
  if (per !== "all" && per !== "feature" && per !== "channel") {
    throw new ThalwegError("argument", `standardizer: per must be "channel", "feature" or "all", got ${per}`);
  }
  if (per === "all") return 1;
  return per === "feature" ? size : (shape.at(-1) ?? 1);
};

/** Groups repeat along an example, so element i of the values belongs to group i mod groups. */
export const statistics = ({ values }: Values, groups: number): { mean: number[]; deviation: number[] } => {
  const count = values.length / groups;
  const sums = new Float64Array(groups);
  const squares = new Float64Array(groups);
  // Distances from the first example: exactly zero for a constant group, and no digits lost to a large mean.
  for (let index = 0; index < values.length; index += groups) {
    for (let group = 0; group < groups; group += 1) sums[group] += values[index + group] - values[group];
  }
  const mean = Array.from(sums, (sum, group) => values[group] + sum / count);
  for (let index = 0; index < values.length; index += groups) {
    for (let group = 0; group < groups; group += 1) squares[group] += (values[index + group] - mean[group]) ** 2;
  }
  return { mean, deviation: Array.from(squares, (square) => Math.sqrt(square / count)) };
};

/**
 * A standardizer from saved statistics: x ← (x − mean)/deviation, a deviation of 0 counting as 1.
 *
 * @example
 * const again = standardizerFrom(JSON.parse(saved));
 */
export const standardizerFrom = ({ per, shape, mean, deviation }: StandardizerState): Standardizer => {
  const groups = mean.length;
  const size = shape.reduce((product, extent) => product * extent, 1);
  if (groups === 0 || groups !== groupCount(per, shape, size) || deviation.length !== groups) {
    throw new ThalwegError(
      "argument",
      `standardizerFrom: mean and deviation of examples ${showShape(shape)} per ${per} must hold ` +
        `${groupCount(per, shape, size)} numbers, got ${groups} and ${deviation.length}`,
    );
  }
  const divisors = deviation.map((sigma) => (sigma > 0 ? sigma : 1));
  const applyTo = (inputs: Values): Values => {
    const found = inputs.shape.slice(1);
    if (found.length !== shape.length || found.some((extent, axis) => extent !== shape[axis])) {
      throw new ThalwegError(
        "shape",
        `standardizer: fitted on examples ${showShape(shape)}, got examples ${showShape(found)}; ` +
          "apply it to data of the same shape",
      );
    }
    const { values } = inputs;
    const result = typedArray(dtypeOf(values) === "float64" ? "float64" : "float32", values.length);
    for (let index = 0; index < values.length; index += groups) {
      for (let group = 0; group < groups; group += 1) {
        result[index + group] = (values[index + group] - mean[group]) / divisors[group];
      }
    }
    return { values: result, shape: inputs.shape };
  };
  const apply = (source: Dataset): Dataset => ({ ...source, inputs: applyTo(source.inputs) });
  return { per, shape, mean, deviation, apply, applyTo };
};

/**
 * Fits a standardizer, x ← (x − mean)/deviation, on the training split alone; apply it to all
 * splits. Deviations are of the population (divided by n); constant groups become 0, not NaN.
 * `JSON.stringify` keeps just the statistics, `standardizerFrom` reads them back.
 *
 * @example
 * const standardize = standardizer(train);
 * const [fitting, held] = [standardize.apply(train), standardize.apply(test)];
 */
export const standardizer = (train: Dataset, { per = "channel" }: { per?: StandardizePer } = {}): Standardizer => {
  const { inputs } = train;
  checkFinite(inputs, "standardizer: inputs");
  const shape = inputs.shape.slice(1);
  return standardizerFrom({ per, shape, ...statistics(inputs, groupCount(per, shape, exampleSize(inputs))) });
};

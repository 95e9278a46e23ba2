import { ThalwegError } from "../errors/thalweg-error.ts";
import type { Shape } from "../graph/index.ts";
import { showShape, sizeOf } from "../graph/index.ts";
import type { FloatArray } from "./saved-state.ts";

/** A parameter: a flat array, or one with the shape it stands for. */
export type Weight = FloatArray | { readonly data: FloatArray; readonly shape: Shape };

export interface HostWeight {
  readonly name: string;
  readonly data: FloatArray;
  readonly shape: Shape;
}

/** The arrays of weights; errors name `owner`. */
export const hostWeights = (weights: Readonly<Record<string, Weight>>, owner = "Optimizer"): readonly HostWeight[] => {
  const entries = Object.entries(weights).map(([name, weight]) => ({ name, ...arrayOf(owner, name, weight) }));
  if (entries.length > 0) return entries;
  throw new ThalwegError("argument", `${owner}: weights must name at least one array, got none`);
};

const arrayOf = (owner: string, name: string, weight: Weight): { data: FloatArray; shape: Shape } => {
  const { data, shape } = ArrayBuffer.isView(weight) ? { data: weight, shape: [weight.length] } : weight;
  if (!(data instanceof Float32Array || data instanceof Float64Array) || data.length === 0) {
    throw new ThalwegError("argument", `${owner}: ${name} must be a Float32Array or Float64Array with values in it`);
  }
  if (sizeOf(shape) !== data.length) {
    throw new ThalwegError(
      "shape",
      `${owner}: the shape ${showShape(shape)} of ${name} does not hold its ${data.length} values`,
    );
  }
  return { data, shape };
};

/** Zeros in an array of the same type, as long unless `length` is given. */
export const zerosLike = (data: FloatArray, length = data.length): FloatArray =>
  data instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);

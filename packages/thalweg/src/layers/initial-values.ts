import { sizeOf } from "../graph/index.ts";
import { Generator } from "../random/index.ts";
import { type Tensor, tensor } from "../tensor/index.ts";
import { fansOf } from "./initializers/index.ts";
import type { Built } from "./layer.ts";

export interface InitialOptions {
  readonly seed?: number;
  readonly dtype?: "float32" | "float64";
}

/**
 * The first parameters of a model. Each depends on the seed, its own name and its shape alone, so that
 * layers elsewhere in the model do not change it.
 *
 * @example
 * const parameters = initialParameters(sequential([dense(2)]).build([3]), { seed: 0 });
 * parameters["dense/weight"].shape; // [3, 2]
 */
export const initialParameters = (
  { parameters }: Built,
  { seed = 0, dtype = "float32" }: InitialOptions = {},
): Record<string, Tensor> =>
  Object.fromEntries(
    Object.entries(parameters).map(([path, { shape, initializer }]) => [
      path,
      tensor(initializer(shape, new Generator(seed, path), fansOf(shape)), shape, dtype),
    ]),
  );

/** The first state of a model, such as moving averages. */
export const initialState = (
  { state }: Built,
  { dtype = "float32" }: Pick<InitialOptions, "dtype"> = {},
): Record<string, Tensor> =>
  Object.fromEntries(
    Object.entries(state).map(([path, { shape, start }]) => [
      path,
      tensor(new Float64Array(sizeOf(shape)).fill(start), shape, dtype),
    ]),
  );

/** How many numbers a model learns. */
export const parameterCount = ({ parameters }: Built): number =>
  Object.values(parameters).reduce((count, { shape }) => count + sizeOf(shape), 0);

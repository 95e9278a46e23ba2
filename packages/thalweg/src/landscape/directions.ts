import { ThalwegError } from "../errors/thalweg-error.ts";
import type { Shape } from "../graph/index.ts";
import type { NamedArrays } from "../training/index.ts";

/** A direction in the space of weights, by the names of the arrays that move; others stay where they are. */
export type Direction = Readonly<Record<string, { readonly shape: Shape; readonly values: Float64Array }>>;

/** Σ a·b over the arrays that both have. */
export const dot = (a: Direction, b: Direction): number => {
  let sum = 0;
  for (const [name, { values }] of Object.entries(a)) {
    const other = b[name]?.values;
    if (!other) continue;
    for (let index = 0; index < values.length; index++) sum += values[index] * other[index];
  }
  return sum;
};

const checkDirection = (weights: NamedArrays, direction: Direction): void => {
  for (const [name, { values }] of Object.entries(direction)) {
    if (weights[name]?.values.length === values.length) continue;
    throw new ThalwegError(
      "shape",
      `directions: ${name} has ${values.length} numbers, the weights ${weights[name]?.values.length ?? "no such array"}; ` +
        "directions must come from weights of the same model",
    );
  }
};

/**
 * w + Σ cᵢ·dᵢ, in the precision of the weights. Where all coefficients are 0 it is w, to the bit.
 *
 * @example
 * const weights = { w: { shape: [2], values: Float32Array.of(1, 2) } };
 * moved(weights, [{ w: { shape: [2], values: Float64Array.of(1, 0) } }], [0.5]).w.values; // [1.5, 2]
 */
export const moved = (
  weights: NamedArrays,
  directions: readonly Direction[],
  coefficients: readonly number[],
): NamedArrays => {
  if (directions.length !== coefficients.length) {
    throw new ThalwegError(
      "argument",
      `moved: there must be one coefficient a direction, got ${coefficients.length} for ${directions.length}`,
    );
  }
  for (const direction of directions) checkDirection(weights, direction);
  const array = (name: string, { shape, values }: NamedArrays[string]): NamedArrays[string] => {
    const steps = directions.flatMap((direction, index) =>
      direction[name] && coefficients[index] !== 0 ? [{ by: coefficients[index], along: direction[name].values }] : [],
    );
    if (steps.length === 0) return { shape, values };
    const sums = Float64Array.from(values);
    for (const { by, along } of steps) for (let at = 0; at < sums.length; at++) sums[at] += by * along[at];
    const own = values.slice();
    own.set(sums);
    return { shape, values: own };
  };
  return Object.fromEntries(Object.entries(weights).map(([name, value]) => [name, array(name, value)]));
};

/** Weights minus those of the end, for the arrays chosen. */
export const differences = (
  path: readonly NamedArrays[],
  end: NamedArrays,
  only: (name: string) => boolean,
): readonly Direction[] =>
  path.map((weights) =>
    Object.fromEntries(
      Object.entries(end)
        .filter(([name]) => only(name))
        .map(([name, { shape, values }]) => {
          const own = weights[name]?.values;
          if (own?.length === values.length) {
            return [name, { shape, values: Float64Array.from(own, (value, at) => value - values[at]) }];
          }
          throw new ThalwegError(
            "shape",
            `path: all weights must be of one model, but ${name} has ${own?.length ?? "no"} numbers beside ${values.length}`,
          );
        }),
    ),
  );

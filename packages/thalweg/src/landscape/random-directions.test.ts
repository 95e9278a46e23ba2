import { expect, it } from "vitest";
import { Generator } from "../random/index.ts";
import type { Direction } from "./directions.ts";
import { normalizations, randomDirections } from "./random-directions.ts";

const drawn = (...shape: readonly number[]) => ({
  shape,
  values: new Generator(1, shape.length).fillNormal(new Float32Array(shape.reduce((a, b) => a * b, 1))),
});
const weights = { "conv/weight": drawn(3, 3, 2, 4), "conv/bias": drawn(4), "dense/weight": drawn(6, 5) };

/** The norm of each filter: every `units`-th number from its own place on. */
const norms = (values: ArrayLike<number>, units: number): number[] =>
  Array.from({ length: units }, (_, unit) =>
    Math.hypot(...Array.from(values).filter((_, index) => index % units === unit)),
  );

it("gives each filter and each unit the norm of the weights there", () => {
  const directions = randomDirections(weights, { seed: 7 });
  expect(directions).toHaveLength(2);
  for (const direction of directions) {
    expect(Object.keys(direction)).toEqual(["conv/weight", "dense/weight"]);
    for (const [name, units] of [["conv/weight", 4] as const, ["dense/weight", 5] as const]) {
      const expected = norms(weights[name].values, units);
      norms(direction[name].values, units).forEach((norm, unit) => {
        expect(norm).toBeCloseTo(expected[unit], 12);
      });
    }
  }
});

it("gives whole arrays their norms, or leaves the numbers as drawn", () => {
  const norm = ([d]: readonly Direction[]) => Math.hypot(...d["dense/weight"].values);
  const [filter, layer, none] = normalizations.map((normalize) => randomDirections(weights, { normalize }));
  expect(norm(layer)).toBeCloseTo(Math.hypot(...weights["dense/weight"].values), 12);
  const plain = new Generator(0, "landscape", 0, "dense/weight").fillNormal(new Float64Array(30));
  expect(none[0]["dense/weight"].values).toEqual(plain);
  expect(filter[0]["dense/weight"].values).not.toEqual(layer[0]["dense/weight"].values);
});

it("depends on the seed, and not on what else there is", () => {
  const other = { "dense/weight": weights["dense/weight"] };
  expect(randomDirections(other, { seed: 2 })[1]["dense/weight"]).toEqual(
    randomDirections(weights, { seed: 2 })[1]["dense/weight"],
  );
  expect(randomDirections(weights, { seed: 2 })).not.toEqual(randomDirections(weights, { seed: 3 }));
});

it("does not move filters that are 0", () => {
  const zero = { w: { shape: [2, 2], values: Float32Array.of(0, 1, 0, 1) } };
  const [{ w }] = randomDirections(zero);
  expect([w.values[0], w.values[2]].map(Math.abs)).toEqual([0, 0]);
});

it("refuses unknown normalizations and weights without matrices", () => {
  const biases = { b: { shape: [2], values: Float32Array.of(1, 2) } };
  expect(() => randomDirections(biases)).toThrow("weights must have an array of two axes or more, got none");
  // @ts-expect-error: no such normalization
  expect(() => randomDirections(weights, { normalize: "unit" })).toThrow(
    "randomDirections: normalize must be filter, layer, none, got unit",
  );
});

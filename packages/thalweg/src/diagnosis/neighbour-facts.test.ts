import { describe, expect, it } from "vitest";
import { type Dataset, dataset } from "../data/index.ts";
import { Generator } from "../random/index.ts";
import { neighbourFacts } from "./neighbour-facts.ts";

const points = (count: number, features: number, seed: number) => ({
  values: new Generator(seed).fillNormal(new Float32Array(count * features)),
  shape: [count, features],
});

const labelled = (inputs: Dataset["inputs"], label: (row: number) => number): Dataset =>
  dataset({ inputs, targets: Int32Array.from({ length: inputs.shape[0] }, (_, row) => label(row)) });

/** By brute force in float64, for comparison. */
const byHand = ({ inputs, targets }: Dataset): number => {
  const [count, features] = inputs.shape;
  const scale = Array.from({ length: features }, (_, feature) => {
    const column = Array.from({ length: count }, (_, row) => inputs.values[row * features + feature]);
    const mean = column.reduce((sum, value) => sum + value, 0) / count;
    return Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count);
  });
  let right = 0;
  for (let row = 0; row < count; row++) {
    const near = Array.from({ length: count }, (_, other) => ({
      other,
      distance: scale.reduce(
        (sum, deviation, feature) =>
          sum +
          ((inputs.values[row * features + feature] - inputs.values[other * features + feature]) / deviation) ** 2,
        0,
      ),
    }))
      .filter(({ other }) => other !== row)
      .sort((a, b) => a.distance - b.distance)
      .slice(0, 5)
      .map(({ other }) => targets.values[other]);
    const votes = near.map((vote) => near.filter((each) => each === vote).length);
    if (near[votes.indexOf(Math.max(...votes))] === targets.values[row]) right++;
  }
  return right / count;
};

describe("neighbourFacts", () => {
  it("agrees with a search in float64, whatever the features' units", () => {
    const inputs = points(200, 3, 4);
    const scaled = inputs.values.map((value, index) => value * [1, 1000, 0.001][index % 3] + 5);
    const side = (row: number) => (inputs.values[3 * row + 1] + 0.5 * inputs.values[3 * row] > 0 ? 1 : 0);
    const data = labelled({ values: scaled, shape: [200, 3] }, side);
    const facts = neighbourFacts(data, data.targets.values);
    expect(facts?.examples).toBe(200);
    expect(facts?.score).toBeCloseTo(byHand(data), 12);
    expect(facts?.score).toBeGreaterThan(0.85);
  });

  it("finds labels without any relation to inputs at chance", () => {
    const data = labelled(points(1500, 4, 1), (row) => row % 4);
    const facts = neighbourFacts(data, data.targets.values);
    expect(facts?.examples).toBe(300);
    expect(facts?.chance).toBeCloseTo(0.25, 1);
    expect(Math.abs((facts?.score ?? 0) - 0.25)).toBeLessThan(4 * (facts?.error ?? 0));
    expect(facts?.error).toBeCloseTo(Math.sqrt((0.25 * 0.75) / 300), 2);
  });

  it("tells numbers by their mean: 1 − residual variance/variance, and below 0 for none", () => {
    const inputs = points(1500, 2, 2);
    const targetsOf = (value: (row: number) => number) => ({
      values: Float32Array.from({ length: 1500 }, (_, row) => value(row)),
      shape: [1500, 1],
    });
    const smooth = neighbourFacts(
      { name: "s", inputs, targets: targetsOf((row) => inputs.values[2 * row] - inputs.values[2 * row + 1] + 100) },
      undefined,
    );
    expect(smooth?.score).toBeGreaterThan(0.95);
    const noise = new Generator(9).fillNormal(new Float32Array(1500));
    const none = neighbourFacts({ name: "n", inputs, targets: targetsOf((row) => noise[row]) }, undefined);
    // The mean of five others has a variance of 1/5 of its own.
    expect(Math.abs((none?.score ?? 0) + 0.2)).toBeLessThan(4 * (none?.error ?? 0));
    expect(neighbourFacts({ name: "c", inputs, targets: targetsOf(() => 3) }, undefined)).toBeUndefined();
  });

  it("is not led astray by numbers that are not finite", () => {
    const inputs = points(300, 2, 5);
    const side = (row: number) => (inputs.values[2 * row] > 0 ? 1 : 0);
    const labels = Int32Array.from({ length: 300 }, (_, row) => side(row));
    for (let row = 0; row < 300; row += 30)
      inputs.values[2 * row + 1] = row % 60 === 0 ? Number.NaN : Number.POSITIVE_INFINITY;
    const facts = neighbourFacts({ name: "holes", inputs, targets: { values: labels, shape: [300] } }, labels);
    expect(facts?.score).toBeGreaterThan(0.9);
  });

  it("says nothing of a few examples", () => {
    const data = labelled(points(20, 2, 1), (row) => row % 2);
    expect(neighbourFacts(data, data.targets.values)).toBeUndefined();
  });
});

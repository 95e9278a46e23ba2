import { describe, expect, it } from "vitest";
import { dataset, garments, rescale } from "../data/index.ts";
import { Generator } from "../random/index.ts";
import { dataFactsOf } from "./data-facts-of.ts";

describe("dataFactsOf", () => {
  it("counts a small set by hand", () => {
    const facts = dataFactsOf(
      dataset({
        inputs: [
          [1, 7, 100],
          [3, 7, -100],
        ],
        targets: [0, 2],
      }),
    );
    const numbers = [1, 7, 100, 3, 7, -100];
    const mean = 18 / 6;
    const deviation = Math.sqrt(numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 6);
    expect(facts).toMatchObject({ examples: 2, looked: 2, classes: [1, 0, 1] });
    expect(facts.inputs).toMatchObject({ smallest: -100, largest: 100, nonFinite: 0, deviations: [1, 100] });
    expect(facts.inputs).toMatchObject({ constant: 1, features: 3, ids: false });
    expect(facts.inputs.mean).toBeCloseTo(mean, 12);
    expect(facts.inputs.deviation).toBeCloseTo(deviation, 10);
    expect(facts.targets).toBeUndefined();
    expect(facts.neighbours).toBeUndefined();
  });

  it("keeps its digits far from 0, and counts what is not finite", () => {
    const values = Float64Array.of(1e9 + 1, 1e9 + 3, Number.NaN, 1e9 + 5, Number.POSITIVE_INFINITY, 1e9 + 3);
    const facts = dataFactsOf({
      name: "far",
      inputs: { values, shape: [6, 1] },
      targets: { values: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [6] },
    });
    expect(facts.inputs.nonFinite).toBe(2);
    expect(facts.inputs.mean).toBe(1e9 + 3);
    expect(facts.inputs.deviation).toBeCloseTo(Math.sqrt(2), 6);
    expect(facts.targets).toMatchObject({ mean: 3.5, smallest: 1, largest: 6 });
  });

  it("takes 0 and 1, and one number a class, for classes where the loss does, and nothing else", () => {
    const withTargets = (values: Float32Array, width: number, classes = true) =>
      dataFactsOf(
        {
          name: "t",
          inputs: { values: new Float32Array(values.length / width), shape: [values.length / width, 1] },
          targets: { values, shape: [values.length / width, width] },
        },
        { classes },
      ).classes;
    expect(withTargets(Float32Array.of(0, 1, 1), 1)).toEqual([1, 2]);
    expect(withTargets(Float32Array.of(0, 1, 1), 1, false)).toBeUndefined();
    expect(withTargets(Float32Array.of(0, 1, 0, 1, 0, 0, 0, 1, 0), 3)).toEqual([1, 2]);
    expect(withTargets(Float32Array.of(1, 1, 0, 1), 2)).toBeUndefined();
    expect(withTargets(Float32Array.of(0.5, 0.5), 2)).toBeUndefined();
  });

  it("counts the classes of all examples and looks at few inputs of a large set", () => {
    const count = 9000;
    const targets = Int32Array.from({ length: count }, (_, index) => index % 3);
    const inputs = new Generator(1).fillNormal(new Float32Array(count));
    const facts = dataFactsOf(dataset({ inputs: { values: inputs, shape: [count, 1] }, targets }));
    expect(facts).toMatchObject({ examples: count, looked: 2000, classes: [3000, 3000, 3000] });
    expect(facts.inputs.deviation).toBeCloseTo(1, 1);
  });

  it("tells of pictures what neighbours know, and always says the same", () => {
    const data = rescale(garments({ train: 600, test: 1, seed: 0 }).train);
    const facts = dataFactsOf(data);
    expect(facts).toEqual(dataFactsOf(data));
    expect(facts.neighbours?.score).toBeGreaterThan(0.5);
    expect(facts.inputs).toMatchObject({ features: 1, constant: 0, smallest: 0, largest: 1 });
  });

  it("knows how many of one class follow each other, and how many would by chance", () => {
    const labelled = (labels: ArrayLike<number>) =>
      dataFactsOf(dataset({ inputs: new Float32Array(labels.length), targets: Int32Array.from(labels) })).order;
    expect(labelled([0, 0, 0, 1, 1, 0])).toMatchObject({ run: 2 });
    // Wald & Wolfowitz 1940: of a of one kind and b of the other, 1 + 2ab/(a + b) runs.
    expect(labelled([0, 0, 0, 1, 1, 0])?.runByChance).toBeCloseTo(6 / (1 + (2 * 4 * 2) / 6), 12);
    const random = new Generator(3);
    const drawn = labelled(Int32Array.from({ length: 20000 }, () => random.integer(4)));
    expect((drawn?.run ?? 0) / (drawn?.runByChance ?? 1)).toBeCloseTo(1, 1);
    const sorted = labelled(Int32Array.from({ length: 1000 }, (_, index) => Math.floor(index / 250)));
    expect(sorted?.run).toBe(250);
    expect(sorted?.runByChance).toBeCloseTo(4 / 3, 1);
  });

  it("counts the finite numbers of features that hold others", () => {
    const inputs = Float32Array.of(1, 5, Number.NaN, 5, 3, 5, 5, 5);
    const facts = dataFactsOf({
      name: "holes",
      inputs: { values: inputs, shape: [4, 2] },
      targets: { values: Int32Array.of(0, 1, 0, 1), shape: [4] },
    });
    expect(facts.inputs.nonFinite).toBe(1);
    expect(facts.inputs.constant).toBe(1);
    expect(facts.inputs.deviations[0]).toBeCloseTo(Math.sqrt(8 / 3), 6);
  });
});

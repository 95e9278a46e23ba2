import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dataset } from "./dataset.ts";
import { standardizer, standardizerFrom } from "./standardize.ts";

const table = dataset({
  inputs: [
    [1, 100],
    [2, 300],
    [3, 500],
    [6, 300],
  ],
  targets: [0, 0, 0, 0],
});

describe("standardizer", () => {
  it("has the mean and population deviation of every column", () => {
    const { mean, deviation } = standardizer(table);
    expect(mean).toEqual([3, 300]);
    expect(deviation).toEqual([Math.sqrt((4 + 1 + 0 + 9) / 4), Math.sqrt(80000 / 4)]);
  });

  it("fits on the training split alone", () => {
    const test = dataset({
      inputs: [
        [3, 300],
        [6.741657386773941, 300],
      ],
      targets: [0, 0],
    });
    const { values } = standardizer(table).apply(test).inputs;
    expect(values[0]).toBe(0);
    expect(values[1]).toBe(0);
    expect(values[2]).toBeCloseTo(2, 6);
  });

  it("shares statistics by channel, position or over everything", () => {
    const values = Uint8Array.of(0, 10, 2, 20, 4, 30, 6, 40);
    const images = dataset({ inputs: { values, shape: [2, 1, 2, 2] }, targets: [0, 1] });
    expect(standardizer(images).mean).toEqual([3, 25]);
    expect(standardizer(images, { per: "feature" }).mean).toEqual([2, 20, 4, 30]);
    expect(standardizer(images, { per: "feature" }).deviation).toEqual([2, 10, 2, 10]);
    expect(standardizer(images, { per: "all" }).mean).toEqual([14]);
  });

  it("gives mean 0 and deviation 1 on what it was fitted on, far from zero too", () => {
    const column = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 4, maxLength: 30 });
    fc.assert(
      fc.property(column, fc.constantFrom(0, 1e6), (numbers, shift) => {
        fc.pre(Math.max(...numbers) - Math.min(...numbers) > 0.1);
        const values = Float64Array.from(numbers, (number) => number + shift);
        const source = dataset({
          inputs: { values, shape: [values.length, 1] },
          targets: new Float32Array(values.length),
        });
        const result = [...standardizer(source).apply(source).inputs.values];
        const mean = result.reduce((sum, value) => sum + value, 0) / result.length;
        const variance = result.reduce((sum, value) => sum + (value - mean) ** 2, 0) / result.length;
        expect(mean).toBeCloseTo(0, 7);
        expect(variance).toBeCloseTo(1, 7);
      }),
      { numRuns: 50 },
    );
  });

  it("turns constant columns into exact zeros", () => {
    const constant = dataset({
      inputs: [
        [0.1, 1],
        [0.1, 2],
        [0.1, 3],
      ],
      targets: [0, 0, 0],
    });
    const { values } = standardizer(constant).apply(constant).inputs;
    expect([values[0], values[2], values[4]]).toEqual([0, 0, 0]);
    expect(values.every(Number.isFinite)).toBe(true);
  });

  it("comes back from JSON to the last bit", () => {
    const fitted = standardizer(table);
    const again = standardizerFrom(JSON.parse(JSON.stringify(fitted)));
    expect(again.apply(table).inputs).toEqual(fitted.apply(table).inputs);
  });

  it("refuses other shapes, other groupings and saved statistics that do not fit", () => {
    const wide = dataset({ inputs: [[1, 2, 3]], targets: [0] });
    expect(() => standardizer(table).apply(wide)).toThrow("standardizer: fitted on examples [2], got examples [3]");
    expect(() => standardizerFrom({ per: "channel", shape: [2], mean: [0], deviation: [1] })).toThrow(
      "must hold 2 numbers",
    );
    const options = JSON.parse('{ "per": "pixel" }');
    expect(() => standardizer(table, options)).toThrow('per must be "channel", "feature" or "all", got pixel');
  });
});

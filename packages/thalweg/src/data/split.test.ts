import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dataset } from "./dataset.ts";
import { split } from "./split.ts";

/** n examples whose input is their index, every third of class 1. */
const numbered = (n: number) =>
  dataset({
    inputs: { values: Int32Array.from({ length: n }, (_, i) => i), shape: [n, 1] },
    targets: Int32Array.from({ length: n }, (_, i) => (i % 3 === 0 ? 1 : 0)),
    classes: ["no", "yes"],
  });

describe("split", () => {
  it("puts every example in exactly one part", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 200 }),
        fc.double({ min: 0.1, max: 0.9, noNaN: true }),
        fc.boolean(),
        (n, validation, stratify) => {
          const parts = split(numbered(n), { validation, seed: 3, stratify });
          expect(parts.validation.inputs.shape[0]).toBe(Math.round(n * validation));
          const all = [...parts.train.inputs.values, ...parts.validation.inputs.values].sort((a, b) => a - b);
          expect(all).toEqual(Array.from({ length: n }, (_, i) => i));
          for (const { inputs, targets } of [parts.train, parts.validation]) {
            inputs.values.forEach((index, place) => {
              expect(targets.values[place]).toBe(index % 3 === 0 ? 1 : 0);
            });
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it("depends on the seed alone", () => {
    const validate = (seed: number) => split(numbered(100), { validation: 0.2, seed }).validation.inputs.values;
    expect(validate(1)).toEqual(validate(1));
    expect(validate(1)).not.toEqual(validate(2));
  });

  it("holds out the same share of every class when stratified", () => {
    const { validation, train } = split(numbered(90), { validation: 0.2, seed: 0, stratify: true });
    const ones = (values: ArrayLike<number>) => Array.from(values).filter((label) => label === 1).length;
    expect([ones(validation.targets.values), validation.targets.values.length]).toEqual([6, 18]);
    expect([ones(train.targets.values), train.targets.values.length]).toEqual([24, 72]);
  });

  it.each([0, 1, -0.1, 1.5, Number.NaN])("refuses the fraction %d", (validation) => {
    expect(() => split(numbered(10), { validation })).toThrow(
      `split: validation must be a fraction in (0, 1), got ${validation}`,
    );
  });

  it("refuses parts without examples and stratifying without labels", () => {
    expect(() => split(numbered(4), { validation: 0.1 })).toThrow(
      "validation 0.1 of 4 examples leaves none to validate on",
    );
    expect(() => split(numbered(4), { validation: 0.9 })).toThrow("leaves none to fit");
    const regression = dataset({ inputs: [[1], [2], [3], [4]], targets: [0.5, 1, 2, 3] });
    expect(() => split(regression, { validation: 0.5, stratify: true })).toThrow(
      "split: stratify needs int32 class labels",
    );
  });
});

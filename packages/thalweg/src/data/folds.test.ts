import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dataset } from "./dataset.ts";
import { folds } from "./folds.ts";

/** n examples whose input is their index, every third of class 1. */
const numbered = (n: number) =>
  dataset({
    inputs: { values: Int32Array.from({ length: n }, (_, i) => i), shape: [n, 1] },
    targets: Int32Array.from({ length: n }, (_, i) => (i % 3 === 0 ? 1 : 0)),
  });

describe("folds", () => {
  it("validate every example once, each on nearly as many, by seed", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: 60 }),
        fc.integer({ min: 2, max: 4 }),
        fc.boolean(),
        (n, count, stratify) => {
          const parts = folds(numbered(n), { count, seed: 2, stratify });
          const held = parts.flatMap(({ validation }) => [...validation.inputs.values]);
          expect(held.sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
          for (const { train, validation } of parts) {
            expect(Math.abs(validation.inputs.values.length - n / count)).toBeLessThan(1);
            const all = [...train.inputs.values, ...validation.inputs.values];
            expect(all.sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
            if (!stratify) continue;
            const ones = Int32Array.from(validation.targets.values).reduce(
              (sum: number, label: number) => sum + label,
              0,
            );
            expect(Math.abs(ones - Math.ceil(n / 3) / count)).toBeLessThanOrEqual(1);
          }
        },
      ),
    );
    const first = (seed: number) => folds(numbered(30), { count: 3, seed })[0].validation.inputs.values;
    expect(first(1)).toEqual(first(1));
    expect(first(1)).not.toEqual(first(2));
  });

  it.each([1, 0, 2.5, 11])("refuses %d parts of ten examples", (count) => {
    expect(() => folds(numbered(10), { count })).toThrow(
      `folds: count must be a whole number from 2 to 10, got ${count}`,
    );
  });

  it("refuses to stratify without labels", () => {
    const numbers = dataset({ inputs: [[1], [2]], targets: Float32Array.of(1, 2) });
    expect(() => folds(numbers, { count: 2, stratify: true })).toThrow("folds: stratify needs int32 class labels");
  });
});

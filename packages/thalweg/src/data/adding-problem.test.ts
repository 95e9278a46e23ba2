import { describe, expect, it } from "vitest";
import { addingProblem } from "./adding-problem.ts";

describe("addingProblem", () => {
  it("marks a number of each half, whose sum is the target", () => {
    const { inputs, targets } = addingProblem({ length: 7, examples: 300, seed: 4 });
    expect([inputs.shape, targets.shape]).toEqual([
      [300, 7, 2],
      [300, 1],
    ]);
    const seen = new Set<number>();
    for (let example = 0; example < 300; example += 1) {
      const steps = Array.from({ length: 7 }, (_, step) => [
        ...inputs.values.subarray(14 * example + 2 * step).subarray(0, 2),
      ]);
      const marked = steps.flatMap(([, mark], step) => (mark === 1 ? [step] : []));
      expect(steps.filter(([, mark]) => mark === 0).length).toBe(5);
      expect([marked[0] < 3, marked[1] >= 3]).toEqual([true, true]);
      expect(targets.values[example]).toBe(Math.fround(steps[marked[0]][0] + steps[marked[1]][0]));
      for (const step of marked) seen.add(step);
      expect(steps.every(([value]) => value >= 0 && value < 1)).toBe(true);
    }
    expect(seen.size).toBe(7);
  });

  it("leaves an error of 1/6 to the answer 1", () => {
    const { values } = addingProblem({ length: 50, examples: 4000 }).targets;
    const error = Float64Array.from(values).reduce((sum: number, y: number) => sum + (y - 1) ** 2, 0) / values.length;
    // The square's deviation is √(7/180): five of its mean's.
    expect(Math.abs(error - 1 / 6)).toBeLessThan(5 * Math.sqrt(7 / 180 / 4000));
  });

  it("begins larger sets with the smaller one, and depends on the seed", () => {
    const few = addingProblem({ length: 5, examples: 3, seed: 1 }).inputs.values;
    expect(addingProblem({ length: 5, examples: 9, seed: 1 }).inputs.values.slice(0, few.length)).toEqual(few);
    expect(addingProblem({ length: 5, examples: 3, seed: 2 }).inputs.values).not.toEqual(few);
  });

  it("refuses sequences without two halves, and no examples", () => {
    expect(() => addingProblem({ length: 1, examples: 1 })).toThrow(
      "addingProblem: length must be a whole number from 2, got 1",
    );
    expect(() => addingProblem({ length: 2, examples: 0 })).toThrow(
      "addingProblem: examples must be a whole number from 1, got 0",
    );
  });
});

import { expect, it } from "vitest";
import { divided, drawn } from "./drawn.ts";

it("draws the same examples for the same seed, classes as labels and the rest as numbers", () => {
  const classes = () =>
    drawn("pairs", 6, 1, (random, index) => ({ input: [index, random.uniform()], target: index % 2 }));
  expect(classes()).toEqual(classes());
  expect(classes().targets).toEqual({ values: Int32Array.of(0, 1, 0, 1, 0, 1), shape: [6] });
  const numbers = drawn("numbers", 3, 1, (_, index) => ({ input: [index], target: [index, 5 - index] }));
  expect(numbers.targets).toEqual({ values: Float32Array.of(0, 5, 1, 4, 2, 3), shape: [3, 2] });
  const { train, validation } = divided(numbers, 2);
  expect([...train.inputs.values]).toEqual([0, 1]);
  expect(validation.targets).toEqual({ values: Float32Array.of(2, 3), shape: [1, 2] });
});

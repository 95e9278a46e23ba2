import { parameterCount } from "thalweg/layers";
import { expect, it } from "vitest";
import { modelNamed } from "./model.ts";

const parametersOf = (...parameters: Parameters<typeof modelNamed>) =>
  parameterCount(modelNamed(...parameters).build([28, 28, 1]));

it("has a weight for every pair of units, and biases or scales and shifts", () => {
  const products = 784 * 256 + 256 * 128 + 128 * 10;
  expect(parametersOf("mlp", [256, 128], 10)).toBe(products + 256 + 128 + 10);
  expect(parametersOf("mlp-bn", [256, 128], 10)).toBe(products + 2 * 256 + 2 * 128 + 10);
  expect(parametersOf("mlp", [], 10)).toBe(7850);
});

it("has filters of all channels in a cnn, and half the height and width after each pooling", () => {
  const filters = 25 * 32 + 32 + 25 * 32 * 64 + 64;
  expect(parametersOf("cnn", [256], 10)).toBe(filters + 7 * 7 * 64 * 256 + 256 + 2570);
});

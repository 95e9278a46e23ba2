import { parameterCount } from "thalweg/layers";
import { expect, it } from "vitest";
import { isDecayed, textModel } from "./model.ts";
import { type TextSettings, usualText } from "./settings.ts";

const built = (changes: Partial<TextSettings>) =>
  textModel({ ...usualText, file: [], width: 8, heads: 2, context: 4, ...changes }, 10).build([4]);

it("has the weights of its layers", () => {
  const [around, attention, perceptron, norm] = [10 * 8 + 8 * 10 + 10, 4 * (64 + 8), 8 * 32 + 32 + 32 * 8 + 8, 16];
  expect(parameterCount(built({}))).toBe(around + 4 * 8 + 2 * (attention + perceptron + 2 * norm) + norm);
  expect(parameterCount(built({ model: "lstm", layers: 1 }))).toBe(around + 2 * 8 * 32 + 32);
  expect(parameterCount(built({ model: "gru", layers: 1 }))).toBe(around + 2 * 8 * 24 + 2 * 24);
  for (const model of ["transformer", "lstm", "gru"] as const) expect(built({ model }).outputShape).toEqual([4, 10]);
});

it.each(["transformer", "lstm", "gru"] as const)(
  "decays the matrices of %s, and no biases, norms or embeddings",
  (model) => {
    for (const [name, { kind, shape }] of Object.entries(built({ model }).parameters)) {
      expect(isDecayed(name, shape), name).toBe(kind === "weight" && !/mbedding/.test(name));
    }
  },
);

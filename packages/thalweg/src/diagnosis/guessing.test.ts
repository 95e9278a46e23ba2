import { describe, expect, it } from "vitest";
import { classesOf, evenLoss, guessingLoss } from "./guessing.ts";
import { factsOf, setupFor } from "./testing/seen.ts";

const binary = { loss: { name: "binaryCrossEntropy", expects: "logits" }, outputShape: [1] } as const;

describe("guessingLoss", () => {
  it("is the entropy of the classes", () => {
    const expected = -(0.9 * Math.log(0.9) + 0.1 * Math.log(0.1));
    const facts = factsOf({ classes: [900, 100] });
    expect(guessingLoss(setupFor(), facts)).toBeCloseTo(expected, 14);
    expect(guessingLoss(setupFor(binary), facts)).toBeCloseTo(expected, 14);
    expect(guessingLoss(setupFor({ outputShape: [4] }), factsOf({ classes: [5, 5, 5, 5] }))).toBeCloseTo(
      Math.log(4),
      14,
    );
  });

  it("is the mean over outputs where each output is a question of its own", () => {
    const half = -(0.25 * Math.log(0.25) + 0.75 * Math.log(0.75));
    const facts = factsOf({ classes: [25, 25, 25, 25] });
    expect(guessingLoss(setupFor({ ...binary, outputShape: [4] }), facts)).toBeCloseTo(half, 14);
  });

  it("is the variance of numbers under mse, and unknown under other losses and without data", () => {
    const targets = { mean: 7, deviation: 3, smallest: 0, largest: 20, nonFinite: 0 };
    const mse = setupFor({ loss: { name: "mse", expects: "values" } });
    expect(guessingLoss(mse, factsOf({ targets }))).toBe(9);
    expect(
      guessingLoss(setupFor({ loss: { name: "huber", expects: "values" } }), factsOf({ targets })),
    ).toBeUndefined();
    expect(guessingLoss(mse, undefined)).toBeUndefined();
  });
});

it("holds all classes for equally likely", () => {
  expect(evenLoss(setupFor({ outputShape: [16, 50] }))).toBe(Math.log(50));
  expect(evenLoss(setupFor({ ...binary, outputShape: [8] }))).toBe(Math.log(2));
  expect(classesOf(setupFor(binary))).toBe(2);
});

import { expect, it } from "vitest";
import { cyclic } from "./cyclic.ts";

it("rises and falls in lines", () => {
  expect([0, 1, 2, 3, 4, 6, 8].map(cyclic({ floor: 1, peak: 5, up: 2 }))).toEqual([1, 3, 5, 3, 1, 5, 1]);
  expect([1, 2, 5, 6].map(cyclic({ floor: 0, peak: 8, up: 1, down: 4 }))).toEqual([8, 6, 0, 8]);
});

it("halves its height each cycle", () => {
  const rate = cyclic({ floor: 1, peak: 5, up: 2, mode: "triangular2" });
  expect([2, 6, 10, 12].map(rate)).toEqual([5, 3, 2, 1]);
});

it("shrinks its height by γ each step", () => {
  const rate = cyclic({ floor: 1, peak: 5, up: 2, mode: "expRange", gamma: 0.5 });
  expect([0, 1, 2, 4, 6].map(rate)).toEqual([1, 2, 2, 1, 1 + 4 / 64]);
});

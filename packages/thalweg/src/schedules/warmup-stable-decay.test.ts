import { expect, it } from "vitest";
import { warmupStableDecay } from "./warmup-stable-decay.ts";

const options = { peak: 8, warmup: 4, decay: 4, total: 20 };

it("rises, holds and falls", () => {
  expect([0, 1, 4, 10, 16, 17, 19, 20, 99].map(warmupStableDecay(options))).toEqual([0, 2, 8, 8, 8, 6, 2, 0, 0]);
});

it("falls along a cosine or a root", () => {
  const wave = warmupStableDecay({ ...options, fall: "cosine" });
  const root = warmupStableDecay({ ...options, fall: "squareRoot" });
  expect(wave(18)).toBeCloseTo(4, 14);
  expect([16, 17, 20].map(root)).toEqual([8, 4, 0]);
});

it("ends on the floor", () => {
  expect([16, 18, 20].map(warmupStableDecay({ ...options, floor: 2 }))).toEqual([8, 5, 2]);
});

it("refuses more warmup and decay than there are steps", () => {
  expect(() => warmupStableDecay({ ...options, total: 7 })).toThrow(
    "warmupStableDecay: warmup and decay must fit into total, got 4 + 4 of 7 steps",
  );
});

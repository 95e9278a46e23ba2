import { expect, it } from "vitest";
import { halfCosine, progress, straight } from "./progress.ts";

it("runs from 0 to 1 and stays there", () => {
  expect([1, 2, 3, 4, 5].map((t) => progress(t, 2, 4))).toEqual([0, 0, 0.5, 1, 1]);
  expect(progress(2, 2, 2)).toBe(1);
});

it("leads from start to end", () => {
  for (const between of [straight, halfCosine]) {
    expect(between(0.3, 0.1, 0)).toBeCloseTo(0.3, 15);
    expect(between(0.3, 0.1, 0.5)).toBeCloseTo(0.2, 15);
    expect(between(0.3, 0.1, 1)).toBe(0.1);
  }
});

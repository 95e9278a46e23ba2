import { expect, it } from "vitest";
import { spanning } from "./landscape-plane.ts";

it("spans what it is asked to, with 0 among the numbers and a margin", () => {
  for (const [low, high] of [
    [-1, 2],
    [0, 7],
    [-3, -1],
    [2, 5],
    [0, 0],
    [-0.01, 4],
  ]) {
    for (const count of [5, 25]) {
      const found = spanning(low, high, count);
      expect(found).toHaveLength(count);
      expect(found).toContain(0);
      const margin = (Math.max(high, 0) - Math.min(low, 0) || 1) / 10;
      expect(found[0]).toBeLessThanOrEqual(Math.min(low, 0) - margin + 1e-12);
      expect(found[count - 1]).toBeGreaterThanOrEqual(Math.max(high, 0) + margin - 1e-12);
    }
  }
  const [a, b, ...rest] = spanning(-1, 1, 5);
  expect([a, b, ...rest].map((value) => Number(value.toFixed(12)))).toEqual([-1.2, -0.6, 0, 0.6, 1.2]);
});

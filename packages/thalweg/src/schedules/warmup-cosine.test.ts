import { expect, it } from "vitest";
import { cosine } from "./cosine.ts";
import { warmup } from "./warmup.ts";
import { warmupCosine } from "./warmup-cosine.ts";

it("warms up 100 of 1000 steps to 1e-3 and falls to 0", () => {
  const rate = warmupCosine({ peak: 1e-3, warmup: 100, total: 1000 });
  expect(rate(0)).toBe(0);
  expect(rate(50)).toBeCloseTo(5e-4, 16);
  expect(rate(100)).toBe(1e-3);
  expect(rate(300).toExponential(2)).toBe("8.83e-4");
  expect(rate(700)).toBeCloseTo(2.5e-4, 16);
  expect([1000, 5000].map(rate)).toEqual([0, 0]);
});

it("ends on the floor after 10000 steps", () => {
  const rate = warmupCosine({ peak: 1e-3, warmup: 1000, total: 10_000, floor: 1e-6 });
  expect(rate(10_000)).toBe(1e-6);
  expect(rate(9_999)).toBeGreaterThan(1e-6);
});

it("is warmup followed by cosine", () => {
  const whole = warmupCosine({ peak: 0.1, warmup: 7, total: 40, floor: 0.01 });
  const parts = warmup(7, cosine({ peak: 0.1, total: 33, floor: 0.01 }));
  for (let t = 0; t < 50; t++) expect(whole(t)).toBeCloseTo(parts(t), 15);
});

it("names the argument that is wrong", () => {
  expect(() => warmupCosine({ peak: -1, warmup: 1, total: 2 })).toThrow("warmupCosine: peak must be ≥ 0, got -1");
  expect(() => warmupCosine({ peak: 1, warmup: 20, total: 10 })).toThrow(
    "warmupCosine: warmup must be ≤ total, got 20 of 10 steps",
  );
  expect(() => warmupCosine({ peak: 1, warmup: 1, total: 2.5 })).toThrow(
    "warmupCosine: total must be a whole number of steps ≥ 1, got 2.5",
  );
});

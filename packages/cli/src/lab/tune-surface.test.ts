import { surfaceNamed } from "thalweg/problems";
import { describe, expect, it } from "vitest";
import { entrantsOf, readWalkers } from "./compare-entrants.ts";
import type { Ground } from "./compare-surface.ts";
import { checkTunable, checkTuned, tuneOnSurface } from "./tune-surface.ts";

const groundOn = (name: string, steps: number): Ground => {
  const surface = surfaceNamed(name);
  return { surface, start: surface.start(2), steps, noise: 0, seeds: 1, seed: 0, tolerance: 1e-2 };
};
const entrantsNamed = (names: string, learningRate?: number) =>
  entrantsOf({ optimizers: readWalkers(names), set: {}, schedule: "constant", learningRate });

describe("tuneOnSurface", () => {
  it("finds the rate that gradient descent goes down a ravine with, and where it becomes unstable", async () => {
    const [gd] = entrantsNamed("gd");
    const { rate, works } = await tuneOnSurface(gd, groundOn("ravine", 300));
    // Both directions shrink alike at 2/102.
    expect(rate).toBeGreaterThan(0.018);
    expect(rate).toBeLessThan(0.02);
    expect(works?.from).toBeGreaterThan(0.003);
    expect(works?.to).toBeLessThan(0.02);
  }, 60_000);

  it.each([
    ["ravine", "momentum"],
    ["rosenbrock", "gd"],
  ])(
    "finds a rate on %s that holds for %s on other starts",
    async (surface, name) => {
      const ground = groundOn(surface, 100);
      for (const entrant of entrantsNamed(name)) {
        const check = await checkTuned(entrant, await tuneOnSurface(entrant, ground), ground);
        expect(check).toMatchObject({ name, holds: true });
      }
    },
    120_000,
  );
});

describe("checkTunable", () => {
  it("refuses what has no best rate, or has one already", () => {
    expect(() => checkTunable(entrantsNamed("gd"), groundOn("saddle", 5))).toThrow("saddle has no lowest value");
    expect(() => checkTunable(entrantsNamed("gd", 1), groundOn("ravine", 5))).toThrow("gd has one already");
  });
});

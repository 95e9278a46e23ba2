import { describe, expect, it } from "vitest";
import { positiveDefiniteShare } from "./index.ts";

const draws = 40_000;

describe("positiveDefiniteShare", () => {
  it.each([
    { dimensions: 1, exact: 1 / 2 },
    { dimensions: 2, exact: (2 - Math.SQRT2) / 4 },
    { dimensions: 3, exact: 1 / 4 - 1 / (Math.SQRT2 * Math.PI) },
  ])("is $exact in $dimensions dimensions", ({ dimensions, exact }) => {
    const share = positiveDefiniteShare({ dimensions, draws, seed: 1 });
    expect(Math.abs(share - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / draws));
  });

  it("vanishes in more dimensions", () => {
    expect(positiveDefiniteShare({ dimensions: 4, draws })).toBeLessThan(0.004);
    expect(positiveDefiniteShare({ dimensions: 8, draws })).toBe(0);
  });

  it("depends on the seed alone", () => {
    const share = (seed: number) => positiveDefiniteShare({ dimensions: 2, draws: 1000, seed });
    expect(share(1)).toBe(share(1));
    expect(new Set([share(1), share(2), share(3)]).size).toBeGreaterThan(1);
  });

  it("refuses what is no count", () => {
    expect(() => positiveDefiniteShare({ dimensions: 0 })).toThrow("dimensions must be a whole number ≥ 1, got 0");
    expect(() => positiveDefiniteShare({ dimensions: 1, draws: 0.5 })).toThrow(
      "draws must be a whole number ≥ 1, got 0.5",
    );
  });
});

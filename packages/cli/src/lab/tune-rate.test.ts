import { describe, expect, it } from "vitest";
import { type Effort, logGrid, tuneRate } from "./tune-rate.ts";

describe("logGrid", () => {
  it("spaces rates evenly between both ends", () => {
    expect(logGrid(1e-3, 1, 1)).toEqual([0.001, 0.01, 0.1, 1]);
    expect(logGrid(0.01, 0.1, 2)).toEqual([0.01, 0.03162, 0.1]);
  });
});

describe("tuneRate", () => {
  const search = (score: (rate: number, effort: Effort) => number) =>
    tuneRate({ coarse: logGrid(1e-4, 10, 2), parts: 4, kept: [6, 3, 4], score });

  it("finds a minimum between the points of the coarse grid", async () => {
    const { best, tried } = await search((rate) => (Math.log10(rate) + 1.63) ** 2);
    expect(best.rate).toBe(0.02371);
    expect(tried.map(({ rate }) => rate)).toEqual(tried.map(({ rate }) => rate).sort((a, b) => a - b));
  });

  it("believes the higher effort", async () => {
    const { best } = await search((rate, effort) => (effort === 2 ? Math.abs(rate - 0.1) : Math.abs(rate - 0.12)));
    expect(best.rate).toBe(0.1);
  });

  it("looks at both sides of an end of the grid", async () => {
    expect((await search((rate) => -rate)).best.rate).toBe(10);
    expect((await search((rate) => rate)).best.rate).toBe(1e-4);
  });
});

import { describe, expect, it } from "vitest";
import { scheduleNames, scheduleOver } from "./schedule.ts";

const over = (name: string, warmup?: { steps: number } | { fraction: number }) =>
  scheduleOver(name, { peak: 0.1, steps: 1000, warmup });

describe("scheduleOver", () => {
  it.each([
    ["constant", [0.1, 0.1, 0.1]],
    ["step", [0.1, 0.01, 0.001]],
    ["multi-step", [0.1, 0.01, 0.001]],
    ["exponential", [0.1, 0.01, 0.001]],
    ["inverse-time", [0.1, 0.1 / 5.5, 0.01]],
    ["polynomial", [0.1, 0.025, 0]],
    ["linear", [0.1, 0.05, 0]],
    ["cosine", [0.1, 0.05, 0]],
    ["warmup-cosine", [0, 0.05 * (1 + Math.cos((Math.PI * 450) / 950)), 0]],
    ["warmup-stable-decay", [0, 0.1, 0]],
    ["inverse-square-root", [0, 0.1 * Math.sqrt(0.1), 0.1 * Math.sqrt(0.05)]],
  ])("%s is what it says at the beginning, in the middle and at the end", (name, [first, middle, last]) => {
    const rate = over(name);
    expect(rate(0)).toBeCloseTo(first, 12);
    expect(rate(500)).toBeCloseTo(middle, 12);
    expect(Math.abs(rate(1000) - last)).toBeLessThan(last === 0 ? 1e-12 : 0.01 * last);
  });

  it("rises and falls four times with restarts, once in one cycle", () => {
    expect([0, 250, 500, 750].map(over("cosine-restarts"))).toEqual([0.1, 0.1, 0.1, 0.1]);
    expect(over("one-cycle")(300)).toBeCloseTo(0.1, 12);
    expect(over("one-cycle", { fraction: 0.1 })(100)).toBeCloseTo(0.1, 12);
  });

  it("warms up in a line, given in steps or in percent, and then takes the rest of the run", () => {
    const linear = over("linear", { steps: 100 });
    expect(linear(50)).toBeCloseTo(0.05, 12);
    expect(linear(100)).toBe(0.1);
    expect(linear(550)).toBeCloseTo(0.05, 12);
    expect(over("constant", { fraction: 0.2 })(100)).toBeCloseTo(0.05, 12);
    expect(over("warmup-cosine", { steps: 0 })(0)).toBe(0.1);
  });

  it("works for runs of one update", () => {
    for (const name of scheduleNames) {
      expect(scheduleOver(name, { peak: 0.1, steps: 1 })(0)).toBeGreaterThanOrEqual(0);
    }
  });

  it("refuses a warmup as long as the run", () => {
    expect(() => over("cosine", { steps: 1000 })).toThrow("--warmup must be shorter than the run's 1000 updates");
  });
});

import { describe, expect, it } from "vitest";
import type { SeenStep } from "../observations.ts";
import { seenOf, setupFor, stepsWith } from "../testing/seen.ts";
import { line } from "../testing/turns.ts";
import { scheduleDecaysTooEarly } from "./schedule-decays-too-early.ts";

const setup = setupFor({ updates: 200, rates: [] });

/** 200 updates whose loss falls from 2 until the rate is `low` of its peak, after `end` of them. */
const course = (end: number, low: number, falls = true): readonly SeenStep[] => [
  ...stepsWith(falls ? line(2, 1, end) : line(1, 1, end), 0.01),
  ...stepsWith(line(1, 1, 200), 0.01 * low).slice(end),
];

const judged = (steps: readonly SeenStep[], changes: Partial<typeof setup> = {}) =>
  scheduleDecaysTooEarly.judge(seenOf({ setup: { ...setup, ...changes }, steps }));

describe("scheduleDecaysTooEarly", () => {
  it.each([
    [118, true],
    [122, false],
  ])("holds where more than two fifths remain: %d of 200 updates", (end, holds) => {
    expect(judged(course(end, 0)) !== undefined).toBe(holds);
  });

  it.each([
    [0.049, true],
    [0.051, false],
  ])("takes %d of the peak for near 0 or not", (low, holds) => {
    expect(judged(course(60, low)) !== undefined).toBe(holds);
  });

  it("says nothing where the loss fell no more, or is low", () => {
    expect(judged(course(60, 0, false))).toBeUndefined();
    const low = course(60, 0).map((step) => ({ ...step, loss: step.step > 60 ? 0.05 : step.loss }));
    expect(judged(low)).toBeUndefined();
  });

  it("takes a course too short to tell a fall from noise for too short, and a loss at rest for what it is", () => {
    const noisy = (end: number) => course(end, 0, false).map((step) => ({ ...step, loss: step.step % 2 ? 1.1 : 0.9 }));
    expect(judged(noisy(24))?.sentence).toContain("before the loss could show whether it falls");
    expect(judged(noisy(60))).toBeUndefined();
    expect(judged(course(24, 0))?.sentence).toContain("while the loss was still falling");
    expect(judged(course(24, 0, false))).toBeUndefined();
  });

  it("waits for a tenth of the run, and for a rate that is to rise again", () => {
    expect(judged(course(60, 0).slice(0, 78))).toBeUndefined();
    expect(judged(course(60, 0).slice(0, 82))).toBeDefined();
    expect(judged(course(60, 0).slice(0, 82), { rates: [{ update: 150, rate: 0.01 }] })).toBeUndefined();
  });

  it("gives a schedule as long as the run", () => {
    const verdict = judged(course(60, 0));
    expect(verdict?.remedies[0]).toContain("cosine({ peak: 0.01, total: 200 })");
    expect(verdict?.evidence[0]).toMatchObject({ value: 139 / 200, steps: [61, 200] });
  });
});

import { describe, expect, it } from "vitest";
import type { SeenStep } from "../observations.ts";
import { probeAt, seenOf, stepsWith } from "../testing/seen.ts";
import { diverging } from "./diverging.ts";

const skipped = (from: number, count: number): readonly SeenStep[] =>
  Array.from({ length: count }, (_, index) => ({
    step: from + index,
    epoch: 1,
    loss: Number.NaN,
    learningRate: 0.01,
    skipped: "loss",
  }));

const held = (loss: number): readonly SeenStep[] => stepsWith([2, 2, 2, ...new Array<number>(37).fill(loss)]);

describe("diverging", () => {
  it.each([
    [199, false],
    [201, true],
  ])("holds for a loss that stays beyond 100 times its start: %d after 2", (loss, holds) => {
    expect(diverging.judge(seenOf({ steps: held(loss) })) !== undefined).toBe(holds);
  });

  it("says how far the loss has gone, and a tenth of the rate", () => {
    const verdict = diverging.judge(seenOf({ steps: held(1000) }));
    expect(verdict?.sentence).toContain("500 times");
    expect(verdict?.evidence[0]).toMatchObject({ value: 500, limit: 100, steps: [4, 40] });
    expect(verdict?.remedies[0]).toContain("0.001");
  });

  it("says nothing of a peak that the loss has come back from", () => {
    expect(diverging.judge(seenOf({ steps: stepsWith([2, 2, 2, 1e6, 1e4, 3, 2, 2, 1, 1, 1, 1]) }))).toBeUndefined();
  });

  it.each([
    ["ordinary", 5, false],
    ["2.9 times as large", 14.5, false],
    ["3.1 times as large", 15.5, true],
  ])("takes batches left out for divergence by the size of the weights: %s", (_, weightNorm, holds) => {
    const steps = [...stepsWith([2, 2, 2, 3]), ...skipped(5, 3)];
    const probes = [probeAt(1), probeAt(4, { weightNorm })];
    expect(diverging.judge(seenOf({ steps, probes })) !== undefined).toBe(holds);
  });

  it("waits for three batches in a row", () => {
    const probes = [probeAt(1), probeAt(4, { weightNorm: 100 })];
    expect(
      diverging.judge(seenOf({ steps: [...stepsWith([2, 2, 2, 1e5]), ...skipped(5, 2)], probes })),
    ).toBeUndefined();
    expect(diverging.judge(seenOf({ steps: [...stepsWith([2, 2, 2, 1e5]), ...skipped(5, 3)], probes }))).toBeDefined();
  });
});

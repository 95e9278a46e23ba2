import { describe, expect, it } from "vitest";
import { seenOf, setupFor, stepsWith } from "../testing/seen.ts";
import { line, probesWith } from "../testing/turns.ts";
import { rateTooLow } from "./rate-too-low.ts";

const slow = stepsWith(line(2, 1.8, 100));
const tiny = { bend: 0.003, stride: 1e-4 };

describe("rateTooLow", () => {
  it.each([
    [0.0119, 1e-4, true],
    [0.0121, 1e-4, false],
    [0.003, 3.9e-4, true],
    [0.003, 4.1e-4, false],
  ])("holds for updates of %d of the way and %d of the weights", (bend, stride, holds) => {
    const seen = seenOf({ steps: slow, probes: probesWith([{ bend, stride }]) });
    expect(rateTooLow.judge(seen) !== undefined).toBe(holds);
  });

  it("multiplies the rate by what is left of the way", () => {
    const verdict = rateTooLow.judge(seenOf({ steps: slow, probes: probesWith([tiny]) }));
    expect(verdict?.remedies[0]).toBe("multiply the learning rate by 100: 1");
    expect(verdict?.sentence).toContain("0.3 % of the way");
  });

  it.each([
    [0.5, false],
    [0.8, true],
  ])("says nothing of a run that has come down: from 2 to %d", (last, holds) => {
    const seen = seenOf({ steps: stepsWith(line(2, last, 100)), probes: probesWith([tiny]) });
    expect(rateTooLow.judge(seen) !== undefined).toBe(holds);
  });

  it("says nothing of warmups, of flat ground, and of too few updates", () => {
    const probes = probesWith([tiny]);
    const rates = [
      { update: 1, rate: 0.01 },
      { update: 320, rate: 1 },
    ];
    expect(rateTooLow.judge(seenOf({ setup: setupFor({ rates }), steps: slow, probes }))).toBeUndefined();
    const flat = probes.map((probe) => ({ ...probe, turn: probe.turn && { ...probe.turn, signal: 0 } }));
    expect(rateTooLow.judge(seenOf({ steps: slow, probes: flat }))).toBeUndefined();
    expect(rateTooLow.judge(seenOf({ steps: slow.slice(0, 39), probes }))).toBeUndefined();
  });
});

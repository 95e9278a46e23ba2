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
    [0.003, 7.9e-4, true],
    [0.003, 8.1e-4, false],
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
    const losses = [...line(2, last, 50), ...line(last, last, 50)];
    const seen = seenOf({ steps: stepsWith(losses), probes: probesWith([tiny]) });
    expect(rateTooLow.judge(seen) !== undefined).toBe(holds);
  });

  it.each([
    [0.22, true],
    [0.18, false],
  ])("takes a loss that still falls for one on its way: from 2 by 0.4 to %d", (last, holds) => {
    const losses = [...line(2, 0.4, 50), ...line(0.4, last, 40), ...line(last, last, 10)];
    const seen = seenOf({ steps: stepsWith(losses), probes: probesWith([tiny]) });
    expect(rateTooLow.judge(seen) !== undefined).toBe(holds);
  });

  it.each([
    [0.44, true],
    [0.48, false],
  ])("needs a fall by a tenth over the last quarter: from 0.5 to %d", (last, holds) => {
    const losses = [...line(2, 0.5, 50), ...line(0.5, 0.5, 25), ...line(last, last, 25)];
    const seen = seenOf({ steps: stepsWith(losses), probes: probesWith([tiny]) });
    expect(rateTooLow.judge(seen) !== undefined).toBe(holds);
  });

  it("says that a rate is 0, which is no warmup that begins there", () => {
    const idle = probesWith([tiny]).map((probe) => ({ ...probe, learningRate: 0, updateNorm: 0 }));
    expect(rateTooLow.judge(seenOf({ probes: idle }))).toMatchObject({ severity: "error", confidence: 1 });
    expect(rateTooLow.judge(seenOf({ probes: idle.slice(0, 3) }))).toBeUndefined();
    const leaves = idle.map((probe, index) => (index === 0 ? probe : { ...probe, updateNorm: 1e-3, learningRate: 1 }));
    expect(rateTooLow.judge(seenOf({ probes: leaves }))?.severity).toBeUndefined();
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

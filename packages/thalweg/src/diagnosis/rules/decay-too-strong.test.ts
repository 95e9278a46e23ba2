import { describe, expect, it } from "vitest";
import type { Probe } from "../../training/index.ts";
import { probeAt, seenOf, setupFor, stepsWith } from "../testing/seen.ts";
import { line } from "../testing/turns.ts";
import { decayTooStrong } from "./decay-too-strong.ts";

const steps = stepsWith(line(2, 1, 100));

/** Weights that shrink to a part of their first norm, 5. */
const shrinking = (kept: number, changes: Partial<Probe> = {}): readonly Probe[] =>
  [1, 2, 4, 8, 16, 32, 64, 100].map((step, index) => {
    const weightNorm = 5 * kept ** (index / 7);
    const probe = probeAt(step, { weightNorm, ...changes });
    const parameters = probe.parameters.map((each) => ({ ...each, weightNorm: weightNorm / Math.SQRT2 }));
    return { ...probe, parameters };
  });

const withDecay = (weightDecay: number) => {
  const { optimizer } = setupFor();
  const hyperparameters = { ...optimizer.hyperparameters, "addDecayedWeights/weightDecay": weightDecay };
  return setupFor({ optimizer: { ...optimizer, hyperparameters } });
};

describe("decayTooStrong", () => {
  it.each([
    [0.59, true],
    [0.61, false],
  ])("holds for weights that shrink to %d", (kept, holds) => {
    const seen = seenOf({ setup: setupFor({ l2: 0.5 }), steps, probes: shrinking(kept) });
    expect(decayTooStrong.judge(seen) !== undefined).toBe(holds);
  });

  it("compares a penalty with the gradient", () => {
    // The third largest of eight norms, 5 · 0.5^(1/7) and so on: the upper quarter is the second.
    const pull = 5 * 0.5 ** (1 / 7);
    const judged = (share: number) =>
      decayTooStrong.judge(seenOf({ setup: setupFor({ l2: share / pull }), steps, probes: shrinking(0.5) }));
    expect(judged(0.299)).toBeUndefined();
    expect(judged(0.301)?.evidence[0].value).toBeCloseTo(0.301, 6);
  });

  it("compares a decoupled decay with the update", () => {
    const pull = 5 * 0.5 ** (1 / 7);
    const judged = (share: number) =>
      decayTooStrong.judge(
        seenOf({ setup: withDecay(share / pull), steps, probes: shrinking(0.5, { updateNorm: 0.01 }) }),
      );
    expect(judged(0.299)).toBeUndefined();
    expect(judged(0.301)?.evidence[0].value).toBeCloseTo(0.301, 6);
  });

  it("says nothing without decay, of a low loss, and of a short run", () => {
    const probes = shrinking(0.2);
    const setup = setupFor({ l2: 1 });
    expect(decayTooStrong.judge(seenOf({ steps, probes }))).toBeUndefined();
    expect(decayTooStrong.judge(seenOf({ setup, steps: stepsWith(line(2, 0.1, 100)), probes }))).toBeUndefined();
    expect(decayTooStrong.judge(seenOf({ setup, steps: steps.slice(0, 49), probes }))).toBeUndefined();
    expect(decayTooStrong.judge(seenOf({ setup, steps, probes }))).toBeDefined();
  });
});

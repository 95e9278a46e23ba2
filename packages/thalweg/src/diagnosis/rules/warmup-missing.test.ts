import { describe, expect, it } from "vitest";
import type { Probe } from "../../training/index.ts";
import type { Observations } from "../observations.ts";
import { seenOf, setupFor, stepsWith } from "../testing/seen.ts";
import { line, probesWith, type Turn } from "../testing/turns.ts";
import { warmupMissing } from "./warmup-missing.ts";

const throwing: Turn = { bend: 4, stride: 0.05, after: 4 };
const calm: Turn = { bend: 0.3 };
const raising: Turn = { bend: 2.1, after: 1.1 };
/** From the loss 2 at the start up to `top` for three updates, and down to `end`: 100 of 320 updates. */
const thrown = (top = 40, end = 0.2) => stepsWith([2, top, top, top, ...line(1.9, end, 96)]);
/** Of eight probes after the loss is back, so many that raise it. */
const probes = (first: Turn = throwing, later = 0, changes: Partial<Probe> = {}) =>
  probesWith([first, calm, calm, calm, calm, calm, ...Array<Turn>(later).fill(raising), calm], changes);
const optimizer = (...stages: string[]) =>
  setupFor({ optimizer: { ...setupFor().optimizer, stages: [...stages, "scaleByLearningRate"] } });
const plain = optimizer();

const judge = (changes: Partial<Observations>) =>
  warmupMissing.judge(seenOf({ setup: plain, steps: thrown(), probes: probes(), ...changes }));
const holds = (changes: Partial<Observations>): boolean => judge(changes) !== undefined;

describe("warmupMissing", () => {
  it("sees a first update that throws the loss up, and later ones that do no harm", () => {
    const verdict = judge({});
    expect(verdict?.sentence).toMatch(/update 1 raised .* from 0\.5 to 2, .* until update 5 .* to 2\..* 0 of 8 later/);
    expect(verdict?.remedies[0]).toMatch(/first 32 updates: warmup\(32, 0\.01\)/);
    // Three updates at 20 times the loss of the start, of 320.
    expect(verdict?.evidence[1]).toMatchObject({ value: (3 * 19) / 320, steps: [1, 5] });
  });

  it.each([
    [1.49, false],
    [1.51, true],
  ])("asks for an update that raises its own batch's loss: %d times", (after, expected) => {
    expect(holds({ probes: probes({ ...throwing, after }) })).toBe(expected);
  });

  it.each([
    [12.6, false],
    [12.7, true],
  ])("asks for a way up that costs a twentieth of the run: to %d", (top, expected) => {
    expect(holds({ steps: thrown(top) })).toBe(expected);
  });

  it.each([
    [0.95, false],
    [0.85, true],
  ])("asks for a run that learns: to %d after 2", (end, expected) => {
    expect(
      holds({ steps: stepsWith([2, 40, 40, 40, 1.9, ...line(1.1, end, 85), ...line(end + 0.1, end + 0.1, 10)]) }),
    ).toBe(expected);
  });

  it("says nothing where the loss does not come back", () => {
    expect(holds({ steps: stepsWith([2, 40, 40, 40, ...line(30, 2.1, 96)]) })).toBe(false);
  });

  it.each([
    [2, true],
    [3, false],
  ])("leaves a rate that does harm later to others: %d of 8 updates", (later, expected) => {
    expect(holds({ probes: probes(throwing, later) })).toBe(expected);
  });

  it("does not mind later updates that raise a loss which is nearly gone", () => {
    expect(holds({ probes: probes(throwing, 3, { loss: 0.11 }) })).toBe(false);
    expect(holds({ probes: probes(throwing, 3, { loss: 0.09 }) })).toBe(true);
  });

  it.each([
    [0.0049, false],
    [0.0051, true],
  ])("judges by later updates at the same rate: %d after 0.01", (learningRate, expected) => {
    const falling = probes().map((probe) => (probe.step > 1 ? { ...probe, learningRate } : probe));
    expect(holds({ probes: falling })).toBe(expected);
  });

  it.each([
    [0.0049, false],
    [0.0051, true],
  ])("says nothing where there is a warmup: first rate %d of 0.01", (rate, expected) => {
    const rates = [{ update: 1, rate }, ...plain.rates.slice(1)];
    expect(holds({ setup: { ...plain, rates } })).toBe(expected);
  });

  it.each([
    [0.49, true],
    [0.51, false],
  ])("leaves updates as long as the weights to rate-too-high: %d of them", (stride, expected) => {
    expect(holds({ probes: probes({ ...throwing, stride }) })).toBe(expected);
  });

  // 58 weights, an update of 0.6 × 5: 3/√58 a weight, which is 3 times a rate of 0.1313.
  it.each([
    [0.134, "scaleByRms", false],
    [0.128, "scaleByRms", true],
    [0.128, "scaleByLion", false],
  ])("but not where the optimizer made them longer than the rate: %d, %s", (learningRate, stage, expected) => {
    const long = probes({ ...throwing, stride: 0.6 }, 0, { learningRate });
    const verdict = judge({ setup: optimizer(stage), probes: long });
    expect(verdict !== undefined).toBe(expected);
    expect(verdict?.remedies.join(" ").includes("biasCorrection") ?? false).toBe(expected);
  });

  it("waits for four probes after the loss is back, and says nothing of a run that was begun before", () => {
    // It is back at update 5, so that those of 12, 16, 24 and 32 count.
    expect(holds({ probes: probes().slice(0, 9) })).toBe(false);
    expect(holds({ probes: probes().slice(0, 10) })).toBe(true);
    expect(holds({ setup: { ...plain, steps: 100 } })).toBe(false);
  });
});

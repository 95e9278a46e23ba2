import { describe, expect, it } from "vitest";
import type { Probe } from "../../training/index.ts";
import type { Observations } from "../observations.ts";
import { layerProbe, probeAt, seenOf, stepsWith } from "../testing/seen.ts";
import { deadUnits } from "./dead-units.ts";

const probeWith = (step: number, dead: number, changes: Partial<Probe> = {}): Probe =>
  probeAt(step, {
    layers: [layerProbe("dense"), layerProbe("relu", { zeros: dead, dead }), layerProbe("dense_1")],
    ...changes,
  });

const judged = (dead: readonly number[], changes: Partial<Observations> = {}, probe: Partial<Probe> = {}) =>
  deadUnits.judge(seenOf({ probes: dead.map((part, index) => probeWith(index + 1, part, probe)), ...changes }));

describe("dead units", () => {
  it("begin at more than 70 % at all later probes", () => {
    expect(judged([0.7, 0.7, 0.7])).toBeUndefined();
    expect(judged([0.71, 0.71, 0.71])?.evidence[0]).toMatchObject({ value: 0.71, limit: 0.7, steps: [1, 3] });
    // Units that were awake once are not dead.
    expect(judged([0.9, 0.9, 0.9, 0.5, 0.9, 0.9])).toBeUndefined();
    expect(judged([0.9, 0.5, 0.9, 0.9, 0.9, 0.9])).toBeDefined();
  });

  it("tell whether it was so from the start", () => {
    const early = judged([1, 1, 1, 1]);
    expect(early).toMatchObject({ confidence: 0.95, sentence: expect.stringMatching(/^All units of relu give 0/) });
    expect(early?.remedies[0]).toMatch(/biases of 0/);
    const late = judged([0, 0.3, 0.8, 0.9, 0.8]);
    expect(late).toMatchObject({ confidence: 0.5, sentence: expect.stringMatching(/^80 % of the units of relu/) });
    expect(late?.remedies[0]).toMatch(/divide the learning rate by 10: 0\.001/);
    const withoutRate = judged([0, 0.3, 0.8, 0.9, 0.8], {}, { learningRate: Number.NaN });
    expect(withoutRate?.remedies[0]).toMatch(/^begin with a warmup/);
  });

  it("are advice where some are awake and the run learns well", () => {
    const course = (last: number) => ({ steps: stepsWith([...new Array<number>(10).fill(1), last, last, last]) });
    expect(judged([0, 0.3, 0.8, 0.9, 0.8], course(0.049))?.severity).toBe("advice");
    expect(judged([0, 0.3, 0.8, 0.9, 0.8], course(0.051))?.severity).toBeUndefined();
    expect(judged([0.8, 0.8, 0.8], course(0.01))?.severity).toBe("advice");
    expect(judged([1, 1, 1], course(0.01))?.severity).toBeUndefined();
  });

  it("cannot be told from few examples or probes, or of layers that are no ReLU", () => {
    expect(judged([1, 1, 1], {}, { examples: 7 })).toBeUndefined();
    expect(judged([1, 1, 1], {}, { examples: 8 })).toBeDefined();
    expect(judged([1, 1])).toBeUndefined();
    const { setup } = seenOf();
    const layers = setup.layers.map((layer) => (layer.kind === "relu" ? { ...layer, kind: "maxPool2d" } : layer));
    expect(judged([1, 1, 1], { setup: { ...setup, layers } })).toBeUndefined();
  });
});

import { describe, expect, it } from "vitest";
import type { Observations } from "../observations.ts";
import { deepProbe, deepSetup } from "../testing/deep.ts";
import { layerProbe, seenOf, stepsWith } from "../testing/seen.ts";
import { saturatedUnits } from "./saturated-units.ts";

const setup = deepSetup(2, "tanh");

const judged = (parts: readonly number[], changes: Partial<Observations> = {}) =>
  saturatedUnits.judge(
    seenOf({
      setup,
      probes: parts.map((saturated, index) => deepProbe(setup, index + 1, { activation: { zeros: 0, saturated } })),
      ...changes,
    }),
  );

describe("saturated units", () => {
  it("begin at more than 60 % at all later probes", () => {
    expect(judged([0.6, 0.6, 0.6])).toBeUndefined();
    expect(judged([0.61, 0.62, 0.63])?.evidence[0]).toMatchObject({ value: 0.61, limit: 0.6, steps: [1, 3] });
    expect(judged([0.9, 0.9, 0.9, 0.9, 0.4, 0.9])).toBeUndefined();
    expect(judged([0.9, 0.9])).toBeUndefined();
  });

  it("tell whether it was so from the start", () => {
    expect(judged([0.9, 0.9, 0.9])).toMatchObject({
      confidence: 0.95,
      sentence: expect.stringMatching(/^90 % of what tanh gives is within 2 %/),
    });
    const late = judged([0, 0.1, 0.7, 0.8, 0.8]);
    expect(late?.confidence).toBe(0.5);
    expect(late?.remedies[0]).toBe("divide the learning rate by 10: 0.001");
    const withoutRate = [0, 1, 2, 3, 4].map((step) => ({
      ...deepProbe(setup, step + 1, { activation: { zeros: 0, saturated: step < 2 ? 0 : 0.8 } }),
      learningRate: Number.NaN,
    }));
    expect(judged([], { probes: withoutRate })?.remedies[0]).toMatch(/^hold the weights small/);
  });

  it("are advice where the run learns well", () => {
    const course = (last: number) => ({ steps: stepsWith([...new Array<number>(10).fill(1), last, last, last]) });
    expect(judged([0.9, 0.9, 0.9], course(0.049))?.severity).toBe("advice");
    expect(judged([0.9, 0.9, 0.9], course(0.051))?.severity).toBeUndefined();
  });

  it("are none in the last layer, which may be sure of its answers", () => {
    const last = [...setup.layers, { path: "sigmoid", kind: "sigmoid", outputShape: [8], parameters: {} }];
    const probes = [1, 2, 3].map((step) => ({
      ...deepProbe(setup, step),
      layers: [layerProbe("dense"), layerProbe("tanh", { saturated: 0 }), layerProbe("sigmoid", { saturated: 1 })],
    }));
    expect(saturatedUnits.judge(seenOf({ setup: { ...setup, layers: last }, probes }))).toBeUndefined();
  });
});

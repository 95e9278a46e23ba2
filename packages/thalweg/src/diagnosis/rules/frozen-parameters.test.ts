import { describe, expect, it } from "vitest";
import type { Probe } from "../../training/index.ts";
import type { Setup } from "../setup.ts";
import { layerProbe, probeAt, seenOf, setupFor } from "../testing/seen.ts";
import { frozenParameters } from "./frozen-parameters.ts";

/** A probe at which the first layer's gradients have these norms; its weights have norm 2.5. */
const probeWith = (step: number, weight: number, bias: number, changes: Partial<Probe> = {}): Probe => {
  const probe = probeAt(step, changes);
  const norms: Readonly<Record<string, number>> = { "dense/weight": weight, "dense/bias": bias };
  return {
    ...probe,
    parameters: probe.parameters.map((each) => ({ ...each, gradientNorm: norms[each.name] ?? each.gradientNorm })),
  };
};

const judged = (probes: readonly Probe[], setup: Setup = setupFor()) =>
  frozenParameters.judge(seenOf({ probes, setup }));

const still = (count: number, changes: Partial<Probe> = {}) =>
  Array.from({ length: count }, (_, index) => probeWith(index + 1, 0, 0, changes));

describe("parameters that no gradient reaches", () => {
  it("have exactly 0 at three probes at least", () => {
    expect(judged(still(2))).toBeUndefined();
    expect(judged(still(3))).toMatchObject({
      sentence: expect.stringMatching(/^No gradient reaches dense: it is exactly 0 at all 3 probes of updates 1 to 3/),
      evidence: [{ value: 0, steps: [1, 3] }],
      remedies: [expect.stringMatching(/after dense, at relu or later/), expect.anything(), expect.anything()],
    });
    expect(judged([...still(3), probeWith(4, 1e-20, 0)])).toBeUndefined();
  });

  it("are whole layers: a bias alone may do nothing by right", () => {
    expect(judged([1, 2, 3].map((step) => probeWith(step, 1, 0)))).toBeUndefined();
  });

  it("have no other gradient than the penalty's, l2 times the weights", () => {
    const setup = setupFor({ l2: 0.01 });
    const penalized = (factor: number) => [1, 2, 3].map((step) => probeWith(step, 0.025 * factor, 0));
    expect(judged(penalized(1 + 1e-5), setup)).toBeDefined();
    expect(judged(penalized(1.002), setup)).toBeUndefined();
  });

  it("are not those behind units that are all dead or at their ends", () => {
    const behind = (changes: Parameters<typeof layerProbe>[1]) =>
      judged(still(5, { layers: [layerProbe("dense"), layerProbe("relu", changes), layerProbe("dense_1")] }));
    expect(behind({ zeros: 1, dead: 1 })).toBeUndefined();
    expect(behind({ saturated: 1 })).toBeUndefined();
    expect(behind({ zeros: 0.99 })).toBeDefined();
  });
});

describe("parameters that the optimizer holds", () => {
  const { optimizer } = setupFor();
  const setup = setupFor({ optimizer: { ...optimizer, frozen: ["dense/weight", "dense/bias"] } });
  const withBias = (weightNorm: number): Probe => {
    const probe = probeWith(1, 0, 0);
    return {
      ...probe,
      parameters: probe.parameters.map((each) => (each.name === "dense/bias" ? { ...each, weightNorm } : each)),
    };
  };

  it("are a fault where nothing was learned in them before", () => {
    expect(judged([withBias(0)], setup)).toMatchObject({
      sentence: expect.stringMatching(/^The optimizer holds dense as they began: 2 parameters, 69 % of the model's/),
      confidence: 0.9,
    });
    expect(judged([withBias(0)], setup)?.severity).toBeUndefined();
  });

  it("are advice otherwise", () => {
    expect(judged([withBias(0.1)], setup)?.severity).toBe("advice");
    expect(judged([withBias(0)])).toBeUndefined();
  });
});

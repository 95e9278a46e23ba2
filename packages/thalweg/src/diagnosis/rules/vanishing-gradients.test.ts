import { describe, expect, it } from "vitest";
import type { Observations } from "../observations.ts";
import { deepProbe, deepSetup } from "../testing/deep.ts";
import { seenOf } from "../testing/seen.ts";
import { vanishingGradients } from "./vanishing-gradients.ts";

const setup = deepSetup(5, "sigmoid");

/** The last layer has 0.1, each before it `factor` times that of the next. */
const fading = (factor: number): readonly number[] => [4, 3, 2, 1, 0].map((depth) => 0.1 * factor ** depth);

const judged = (gradients: readonly (readonly number[])[], changes: Partial<Observations> = {}) =>
  vanishingGradients.judge(
    seenOf({
      setup,
      probes: gradients.map((sizes, index) => deepProbe(setup, index + 1, { gradients: sizes })),
      ...changes,
    }),
  );

const times = (count: number, sizes: readonly number[]) => Array.from({ length: count }, () => sizes);

describe("vanishing gradients", () => {
  it("begin at a thousandth", () => {
    // 0.178⁴ = 1.004e-3, 0.177⁴ = 0.981e-3
    expect(judged(times(4, fading(0.178)))).toBeUndefined();
    const verdict = judged(times(4, fading(0.177)));
    expect(verdict?.evidence[0]).toMatchObject({ limit: 0.001, steps: [2, 4] });
    expect(verdict?.evidence[0].value).toBeCloseTo(0.177 ** 4, 12);
    expect(verdict?.sentence).toMatch(/it is 1020 times smaller in dense than in dense_4, 4 layers later/);
    expect(verdict?.remedies[0]).toMatch(/relu\(\)/);
  });

  it("are more than one drop: a last layer that begins near 0 is none", () => {
    expect(judged(times(4, [1e-6, 1e-6, 1e-6, 1e-6, 0.1]))).toBeUndefined();
  });

  it("have passed when the later probes are well", () => {
    expect(judged([...times(4, fading(0.1)), ...times(4, fading(0.5))])).toBeUndefined();
    expect(judged([...times(4, fading(0.5)), ...times(4, fading(0.1))])).toBeDefined();
  });

  it("are told by what was before where gradients have become exactly 0", () => {
    expect(judged([...times(3, fading(0.1)), ...times(5, [0, 0, 0, 0, 0.1])])?.evidence[0].steps).toEqual([1, 3]);
    expect(judged(times(5, [0, 0, 0, 0, 0.1]))).toBeUndefined();
  });

  it("need three probes and four layers that learn", () => {
    expect(judged(times(2, fading(0.1)))).toBeUndefined();
    const held = ["dense/weight", "dense/bias", "dense_1/weight", "dense_1/bias"];
    expect(
      judged(times(4, fading(0.1)), { setup: { ...setup, optimizer: { ...setup.optimizer, frozen: held } } }),
    ).toBeUndefined();
  });
});

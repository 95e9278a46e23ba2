import { describe, expect, it } from "vitest";
import { Optimizer, prodigy } from "../index.ts";
import { expectTrajectory, golden } from "../testing/golden.ts";
import { type Both, eachElement, expectTranscription, zerosOfBoth } from "../testing/transcription.ts";

const cases = golden("optax").cases.filter(({ optimizer }) => optimizer === "prodigy");

interface Settings {
  rate: number;
  beta1: number;
  beta2: number;
  beta3: number;
  d0: number;
  coefficient: number;
  growth: number;
  lambda: number;
  safeguarded: boolean;
}

/** The paper's rule, with the growth rate and the safeguard of the authors' package. */
const written = (s: Settings) => (start: Both) => {
  const [m, v, sums] = [zerosOfBoth(), zerosOfBoth(), zerosOfBoth()];
  let [d, dMax, r] = [s.d0, s.d0, 0];
  return (w: Both, g: Both) => {
    const stepRate = d * s.rate;
    let [travelled, size] = [0, 0];
    eachElement((name, i) => {
      travelled += g[name][i] * (start[name][i] - w[name][i]);
      m[name][i] = s.beta1 * m[name][i] + (1 - s.beta1) * d * g[name][i];
      v[name][i] = s.beta2 * v[name][i] + (1 - s.beta2) * (d * g[name][i]) ** 2;
      sums[name][i] = s.beta3 * sums[name][i] + (d / s.d0) * (s.safeguarded ? d : stepRate) * g[name][i];
      size += Math.abs(sums[name][i]);
    });
    r = s.beta3 * r + (d / s.d0) * stepRate * travelled;
    const estimate = (s.coefficient * r) / size;
    if (d === s.d0) d = Math.max(d, estimate);
    dMax = Math.max(dMax, estimate);
    d = Math.min(dMax, d * s.growth);
    eachElement((name, i) => {
      const step = m[name][i] / (Math.sqrt(v[name][i]) + d * 1e-8);
      w[name][i] -= stepRate * (step + s.lambda * w[name][i]);
    });
  };
};

const settings = {
  rate: 0.7,
  beta1: 0.8,
  beta2: 0.95,
  beta3: 0.9,
  d0: 1e-2,
  coefficient: 2,
  growth: 1.5,
  lambda: 0.05,
};

describe("prodigy", () => {
  it.each(cases)("is Optax's with its corrections of bias on $problem", (expected) =>
    expectTrajectory(expected, prodigy({ learningRate: 1, biasCorrection: true })),
  );

  it.each([true, false])("is the rule as written, all options given, warmup safeguarded: %s", (safeguarded) => {
    const { rate, beta1, beta2, beta3, d0, coefficient, growth, lambda } = settings;
    expectTranscription(
      prodigy({
        learningRate: rate,
        beta1,
        beta2,
        beta3,
        d0,
        dCoefficient: coefficient,
        growthRate: growth,
        weightDecay: lambda,
        safeguardWarmup: safeguarded,
      }),
      written({ ...settings, safeguarded }),
      { tolerance: 1e-11 },
    );
  });

  it("takes √β₂ for β₃ and any growth unless told otherwise", () => {
    const defaults = { rate: 1, beta1: 0.9, beta2: 0.999, beta3: Math.sqrt(0.999), d0: 1e-6, coefficient: 1 };
    expectTranscription(
      prodigy(),
      written({ ...defaults, growth: Number.POSITIVE_INFINITY, lambda: 0, safeguarded: false }),
      { tolerance: 1e-11 },
    );
  });

  it("has one d for all parameters, which never shrinks", () => {
    const weights = { w: Float64Array.of(3, -2), b: Float64Array.of(1) };
    const optimizer = new Optimizer(weights, prodigy());
    let before = 1e-6;
    for (let step = 0; step < 60; step++) {
      optimizer.step({ w: weights.w.map((w) => 2 * w), b: weights.b.map((b) => 2 * b) });
      const [d, other] = ["w", "b"].map((name) => optimizer.state().slots[`prodigy/d/${name}`]);
      expect(d).toEqual(other);
      expect(d[0]).toBeGreaterThanOrEqual(before);
      before = d[0];
    }
    // From 1e-6 to the order of the distance to 0, whose largest part is 3.
    expect(before).toBeGreaterThan(0.03);
    expect(before).toBeLessThan(3);
  });

  it("waits at d₀ while all gradients are 0", () => {
    const weights = { w: Float64Array.of(2) };
    const optimizer = new Optimizer(weights, prodigy());
    for (let step = 0; step < 3; step++) optimizer.step({ w: [0] });
    expect(weights.w[0]).toBe(2);
    expect(optimizer.state().slots["prodigy/d/w"][0]).toBe(1e-6);
  });

  it("names a wrong option", () => {
    expect(() => prodigy({ growthRate: 0 })).toThrow("prodigy: growthRate must be > 0, or null for none, got 0");
  });
});

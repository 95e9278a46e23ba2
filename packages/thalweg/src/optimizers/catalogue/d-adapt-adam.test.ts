import { describe, expect, it } from "vitest";
import { dAdaptAdam, Optimizer } from "../index.ts";
import { expectTrajectory, golden } from "../testing/golden.ts";
import { eachElement, expectTranscription, zerosOfBoth } from "../testing/transcription.ts";

const cases = golden("optax").cases.filter(({ optimizer }) => optimizer === "dadapt_adamw");

describe("dAdaptAdam", () => {
  it.each(cases)("is Optax's with its corrections of bias on $problem", (expected) =>
    expectTrajectory(expected, dAdaptAdam({ learningRate: 1, biasCorrection: true })),
  );

  it("is the rule as written, with decay and a bound of growth", () => {
    const [rate, beta1, beta2, d0, growth, lambda] = [0.7, 0.8, 0.95, 1e-2, 1.2, 0.05];
    expectTranscription(
      dAdaptAdam({ learningRate: rate, beta1, beta2, d0, growthRate: growth, weightDecay: lambda }),
      () => {
        const [m, v, s] = [zerosOfBoth(), zerosOfBoth(), zerosOfBoth()];
        const b = Math.sqrt(beta2);
        let [d, r] = [d0, 0];
        return (w, g) => {
          const gamma = d * rate;
          let [along, size] = [0, 0];
          eachElement((name, i) => {
            along += (g[name][i] * s[name][i]) / (Math.sqrt(v[name][i]) + 1e-8);
            m[name][i] = beta1 * m[name][i] + (1 - beta1) * gamma * g[name][i];
            v[name][i] = beta2 * v[name][i] + (1 - beta2) * g[name][i] ** 2;
            s[name][i] = b * s[name][i] + (1 - b) * gamma * g[name][i];
            size += Math.abs(s[name][i]);
          });
          r = b * r + (1 - b) * gamma * along;
          d = Math.max(d, Math.min(r / ((1 - b) * size), d * growth));
          eachElement((name, i) => {
            w[name][i] -= m[name][i] / (Math.sqrt(v[name][i]) + 1e-8) + gamma * lambda * w[name][i];
          });
        };
      },
      { tolerance: 1e-11 },
    );
  });

  it("finds a rate of the order of the distance from a millionth of it", () => {
    const weights = { w: Float64Array.of(3, -2), b: Float64Array.of(1) };
    const optimizer = new Optimizer(weights, dAdaptAdam());
    for (let step = 0; step < 300; step++)
      optimizer.step({ w: weights.w.map((w) => 2 * w), b: weights.b.map((b) => 2 * b) });
    const d = optimizer.state().slots["dAdaptAdam/d/w"];
    expect(optimizer.state().slots["dAdaptAdam/d/b"]).toEqual(d);
    expect(d[0]).toBeGreaterThan(0.01);
    expect(d[0]).toBeLessThan(10);
  });
});

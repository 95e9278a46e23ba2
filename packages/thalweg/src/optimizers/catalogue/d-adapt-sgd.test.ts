import { describe, expect, it } from "vitest";
import { dAdaptSgd, Optimizer } from "../index.ts";
import { eachElement, expectTranscription, zerosOfBoth } from "../testing/transcription.ts";

describe("dAdaptSgd", () => {
  it.each([1.3, null])("is the rule as written, growth of d bounded by %s", (growthRate) => {
    const [rate, beta, d0] = [0.7, 0.8, 1e-2];
    expectTranscription(
      dAdaptSgd({ learningRate: rate, momentum: beta, d0, growthRate }),
      (start) => {
        const s = zerosOfBoth();
        let [d, r, g1] = [d0, 0, 0];
        return (w, g, t) => {
          if (t === 1) g1 = Math.hypot(...g.w, ...g.b);
          const gamma = (d * rate) / g1;
          eachElement((name, i) => {
            r += gamma * g[name][i] * s[name][i];
          });
          eachElement((name, i) => {
            s[name][i] += gamma * g[name][i];
            w[name][i] = beta * w[name][i] + (1 - beta) * (start[name][i] - s[name][i]);
          });
          const estimate = (2 * r) / Math.hypot(...s.w, ...s.b);
          d = Math.max(d, Math.min(estimate, d * (growthRate ?? Number.POSITIVE_INFINITY)));
        };
      },
      { tolerance: 1e-11 },
    );
  });

  it("waits for a first gradient that is not 0", () => {
    const weights = { w: Float64Array.of(3) };
    const optimizer = new Optimizer(weights, dAdaptSgd({ d0: 0.5, momentum: 0 }));
    optimizer.step({ w: [0] });
    expect(weights.w[0]).toBe(3);
    optimizer.step({ w: [10] });
    expect(weights.w[0]).toBe(2.5);
  });

  it("finds a rate of the order of the distance from a millionth of it", () => {
    const weights = { w: Float64Array.of(3, -4) };
    const optimizer = new Optimizer(weights, dAdaptSgd());
    for (let step = 0; step < 500; step++) optimizer.step({ w: weights.w.map((w) => 2 * w) });
    const [d] = optimizer.state().slots["dAdaptSgd/d/w"];
    expect(d).toBeGreaterThan(0.5);
    expect(d).toBeLessThan(50);
  });
});

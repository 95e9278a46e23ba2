import { describe, expect, it } from "vitest";
import { exponential } from "../../schedules/index.ts";
import { madGrad, Optimizer } from "../index.ts";
import { eachElement, expectTranscription, zerosOfBoth } from "../testing/transcription.ts";

describe("madGrad", () => {
  it("is the rule as written, with a schedule of the rate", () => {
    const [beta, epsilon] = [0.7, 1e-3];
    const learningRate = exponential({ initial: 0.1, decay: 0.9 });
    expectTranscription(madGrad({ learningRate, momentum: beta, epsilon }), (start) => {
      const [s, v] = [zerosOfBoth(), zerosOfBoth()];
      return (w, g, t) => {
        const lambda = (learningRate(t - 1) + epsilon) * Math.sqrt(t);
        eachElement((name, i) => {
          s[name][i] += lambda * g[name][i];
          v[name][i] += lambda * g[name][i] ** 2;
          const z = start[name][i] - s[name][i] / (Math.cbrt(v[name][i]) + epsilon);
          w[name][i] = beta * w[name][i] + (1 - beta) * z;
        });
      };
    });
  });

  it("stands still at a rate of 0", () => {
    const weights = { w: Float64Array.of(2) };
    new Optimizer(weights, madGrad({ learningRate: 0 })).step({ w: [5] });
    expect(weights.w[0]).toBe(2);
  });

  it("without momentum depends on the way to a point only through its sums", () => {
    const walk = (gradients: readonly number[]) => {
      const weights = { w: Float64Array.of(1) };
      const optimizer = new Optimizer(
        weights,
        madGrad({ learningRate: (step) => 1 / Math.sqrt(step + 1), momentum: 0, epsilon: 0 }),
      );
      for (const gradient of gradients) optimizer.step({ w: [gradient] });
      return weights.w[0];
    };
    expect(walk([1, 3, -2])).toBeCloseTo(walk([-2, 1, 3]), 12);
    expect(walk([1, 3, -2])).toBeCloseTo(1 - 2 / Math.cbrt(14), 12);
  });
});

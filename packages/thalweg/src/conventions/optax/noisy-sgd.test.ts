import { describe, expect, it } from "vitest";
import { Optimizer } from "../../optimizers/index.ts";
import { eachElement, expectTranscription } from "../../optimizers/testing/transcription.ts";
import { linear } from "../../schedules/index.ts";
import { optax } from "../index.ts";

const learningRate = linear({ initial: 0.1, final: 0.02, total: 15 });

describe("optax.noisySgd", () => {
  /** The noise of each of some steps, over weights without a gradient. */
  const noiseOf = (options: Parameters<typeof optax.noisySgd>[0], seed: number, steps: number): number[][] => {
    const weights = { w: new Float64Array(20_000) };
    const optimizer = new Optimizer(weights, optax.noisySgd({ learningRate: 1, ...options }), { seed });
    return Array.from({ length: steps }, () => {
      const before = weights.w.slice();
      optimizer.step({ w: new Float64Array(20_000) });
      return [...weights.w].map((value, i) => before[i] - value);
    });
  };

  const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

  it("adds noise of variance s/tᵞ to the gradient, before the rate", () => {
    for (const [index, noise] of noiseOf({ learningRate: 0.5, eta: 0.09, gamma: 2 }, 1, 3).entries()) {
      const deviation = (0.5 * 0.3) / (index + 1);
      // Within five standard errors of the mean and of the variance.
      expect(Math.abs(meanOf(noise))).toBeLessThan((5 * deviation) / Math.sqrt(20_000));
      const ratio = meanOf(noise.map((value) => value * value)) / deviation ** 2;
      expect(Math.abs(ratio - 1)).toBeLessThan(5 * Math.sqrt(2 / 20_000));
    }
  });

  it("is plain descent without noise, and draws by the seed", () => {
    expectTranscription(optax.noisySgd({ learningRate, eta: 0 }), () => (weights, gradient, t) => {
      eachElement((name, i) => {
        weights[name][i] -= learningRate(t - 1) * gradient[name][i];
      });
    });
    expect(noiseOf({}, 1, 1)).toEqual(noiseOf({}, 1, 1));
    expect(noiseOf({}, 1, 1)).not.toEqual(noiseOf({}, 2, 1));
  });
});

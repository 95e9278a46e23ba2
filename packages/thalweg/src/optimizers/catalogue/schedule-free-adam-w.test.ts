import { describe, expect, it } from "vitest";
import { dense, relu, sequential } from "../../layers/index.ts";
import { clouds, small } from "../../training/testing/clouds.ts";
import { scheduleFreeAdamW } from "../index.ts";
import { eachElement, expectTranscription, zerosOfBoth } from "../testing/transcription.ts";

describe("scheduleFreeAdamW", () => {
  it("is the package's three sequences, with warmup, decay at y and weights of their own", () => {
    const [rate, beta1, beta2, lambda, warmup, r, power] = [0.02, 0.85, 0.95, 0.1, 5, 2, 1];
    const options = { learningRate: rate, beta1, beta2, weightDecay: lambda, warmupSteps: warmup, r };
    expectTranscription(scheduleFreeAdamW({ ...options, weightLearningRatePower: power }), (start) => {
      const [x, z, v] = [structuredClone(start), structuredClone(start), zerosOfBoth()];
      let sum = 0;
      return (y, g, t) => {
        const gamma = rate * Math.min(1, t / warmup);
        const weight = t ** r * gamma ** power;
        sum += weight;
        eachElement((name, i) => {
          v[name][i] = beta2 * v[name][i] + (1 - beta2) * g[name][i] ** 2;
          const root = Math.sqrt(v[name][i] / (1 - beta2 ** t)) + 1e-8;
          z[name][i] -= gamma * (g[name][i] / root + lambda * y[name][i]);
          x[name][i] += (weight / sum) * (z[name][i] - x[name][i]);
          y[name][i] = beta1 * x[name][i] + (1 - beta1) * z[name][i];
        });
      };
    });
  });

  it("has the Trainer evaluate the average, which a saved file goes on with", async () => {
    const trainerWith = () =>
      small({
        model: sequential([dense(16), relu(), dense(3)]),
        optimizer: scheduleFreeAdamW({ learningRate: 0.02 }),
        inputShape: [5],
      });
    const trainer = trainerWith();
    await trainer.fit(clouds(96), { epochs: 3, batchSize: 32 });
    const [y, x] = [await trainer.weights(), await trainer.evaluationWeights()];
    const scores = await trainer.evaluate(clouds(60, 2));
    const plain = trainerWith();
    await plain.setWeights(x);
    expect(scores.loss).toBeCloseTo((await plain.evaluate(clouds(60, 2))).loss, 6);
    expect(x).not.toEqual(y);
  });
});

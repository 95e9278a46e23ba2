import { describe, expect, it } from "vitest";
import { dense, relu, sequential } from "../../layers/index.ts";
import { clouds, small } from "../../training/testing/clouds.ts";
import { scheduleFreeSgd } from "../index.ts";
import { eachElement, expectTranscription, zerosOfBoth } from "../testing/transcription.ts";

describe("scheduleFreeSgd", () => {
  it("is the paper's three sequences, with warmup and decay at y", () => {
    const [rate, beta, lambda, warmup] = [0.05, 0.8, 0.1, 4];
    expectTranscription(
      scheduleFreeSgd({ learningRate: rate, momentum: beta, weightDecay: lambda, warmupSteps: warmup }),
      (start) => {
        const [x, z] = [structuredClone(start), structuredClone(start)];
        let sum = 0;
        return (y, g, t) => {
          const gamma = rate * Math.min(1, t / warmup);
          sum += gamma ** 2;
          eachElement((name, i) => {
            z[name][i] -= gamma * (g[name][i] + lambda * y[name][i]);
            x[name][i] += (gamma ** 2 / sum) * (z[name][i] - x[name][i]);
            y[name][i] = beta * x[name][i] + (1 - beta) * z[name][i];
          });
        };
      },
    );
  });

  it("stands still at a rate of 0", () => {
    const start = zerosOfBoth();
    expectTranscription(scheduleFreeSgd({ learningRate: 0 }), () => () => start, { steps: 3 });
  });

  it("trains y and has the Trainer evaluate x, without exchanging them", async () => {
    const model = sequential([dense(16), relu(), dense(3)]);
    const trainer = small({ model, optimizer: scheduleFreeSgd({ learningRate: 0.5 }), inputShape: [5] });
    await trainer.fit(clouds(96), { epochs: 3, batchSize: 32 });
    const [y, x] = [await trainer.weights(), await trainer.evaluationWeights()];
    const scores = await trainer.evaluate(clouds(60, 2));
    expect(await trainer.weights()).toEqual(y);

    const plain = small({ model, inputShape: [5] });
    await plain.setWeights(x);
    expect(scores.loss).toBeCloseTo((await plain.evaluate(clouds(60, 2))).loss, 6);
    const shown = [await trainer.predict(clouds(6)), await plain.predict(clouds(6))];
    const [a, b] = await Promise.all(shown.map((prediction) => prediction.data()));
    a.forEach((value, index) => {
      expect(value).toBeCloseTo(b[index], 5);
    });
    await plain.setWeights(y);
    expect(Math.abs(scores.loss - (await plain.evaluate(clouds(60, 2))).loss)).toBeGreaterThan(1e-4);
  });

  it("names a wrong option", () => {
    expect(() => scheduleFreeSgd({ momentum: 0 })).toThrow("scheduleFreeSgd: momentum must be in (0, 1), got 0");
  });
});

import { describe, expect, it } from "vitest";
import { memoryMultiple, Optimizer } from "../../optimizers/index.ts";
import { eachElement, expectTranscription, type PlainStep } from "../../optimizers/testing/transcription.ts";
import { linear } from "../../schedules/index.ts";
import { keras } from "../index.ts";

interface Numbers {
  readonly rate: (t: number) => number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly warmup: number;
  readonly decay: number;
}

/** Keras's steps in their order, with x worked out from y and z at every update. */
const inKerasOrder =
  ({ rate, beta1, beta2, epsilon, warmup, decay }: Numbers) =>
  (start: Parameters<PlainStep>[0]): PlainStep => {
    const z = structuredClone(start);
    const velocity = { w: new Float64Array(12), b: new Float64Array(4) };
    return (y, gradient, t) =>
      eachElement((name, i) => {
        y[name][i] -= y[name][i] * decay * rate(t);
        const g = gradient[name][i];
        const lr = warmup > 0 ? rate(t) * Math.min(t / warmup, 1) : rate(t);
        const zOld = z[name][i];
        velocity[name][i] += (g * g - velocity[name][i]) * (1 - beta2);
        z[name][i] -= (lr * g) / (Math.sqrt(velocity[name][i] / (1 - beta2 ** t)) + epsilon);
        const xOld = (y[name][i] - (1 - beta1) * zOld) / beta1;
        const x = (1 - 1 / t) * xOld + (1 / t) * z[name][i];
        y[name][i] = (1 - beta1) * z[name][i] + beta1 * x;
      });
  };

describe("keras.scheduleFreeAdamW", () => {
  it("does as Keras's source with its defaults", () => {
    const numbers = { rate: () => 0.0025, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, warmup: 0, decay: 0 };
    expectTranscription(keras.scheduleFreeAdamW(), inKerasOrder(numbers));
  });

  it("warms up and decays as Keras's source, with a schedule for the rate", () => {
    const rate = linear({ initial: 0.05, final: 0.01, total: 20 });
    const own = { beta1: 0.8, beta2: 0.95, epsilon: 1e-3 };
    expectTranscription(
      keras.scheduleFreeAdamW({ learningRate: rate, ...own, warmupSteps: 6, weightDecay: 0.3 }),
      inKerasOrder({ ...own, rate: (t) => rate(t - 1), warmup: 6, decay: 0.3 }),
    );
  });

  it("evaluates with the weights, and with their average where asked for one", () => {
    const after = (options: Parameters<typeof keras.scheduleFreeAdamW>[0]) => {
      const weights = { w: Float64Array.of(3, -1) };
      const optimizer = new Optimizer(weights, keras.scheduleFreeAdamW({ learningRate: 0.1, ...options }));
      for (const gradient of [1, 2]) optimizer.step({ w: [gradient, gradient] });
      return { weights: [...weights.w], evaluated: [...optimizer.evaluationWeights().w] };
    };
    const plain = after({});
    expect(plain.evaluated).toEqual(plain.weights);
    expect(after({ useEma: true }).evaluated).not.toEqual(plain.weights);
  });

  it("decays nothing at the first update, which takes z in whole", () => {
    const weights = { w: Float64Array.of(3) };
    new Optimizer(weights, keras.scheduleFreeAdamW({ learningRate: 0.1, weightDecay: 1, epsilon: 0 })).step({ w: [4] });
    expect(weights.w[0]).toBeCloseTo(2.9, 14);
  });

  it("keeps z and v", () => {
    expect(memoryMultiple(keras.scheduleFreeAdamW(), { w: [4] })).toBe(2);
  });
});

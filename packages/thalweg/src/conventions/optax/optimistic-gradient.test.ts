import { describe, expect, it } from "vitest";
import { Optimizer } from "../../optimizers/index.ts";
import { eachElement, expectTranscription, zerosOfBoth } from "../../optimizers/testing/transcription.ts";
import { linear } from "../../schedules/index.ts";
import { optax } from "../index.ts";

/** Optax's `scale_by_optimistic_gradient` on one number. */
const optimistic = () => {
  let previous: number | undefined;
  return (gradient: number, alpha: number, beta: number): number => {
    const before = previous ?? gradient;
    previous = gradient;
    return (alpha + beta) * gradient - beta * before;
  };
};

const forEach = <T>(make: () => T) => ({ w: Array.from({ length: 12 }, make), b: Array.from({ length: 4 }, make) });

/** Optax's `scale_by_adam` with or without `nesterov`, for all elements. */
const adamDirections = (nesterov: boolean, beta1 = 0.9, beta2 = 0.999) => {
  const [m, v] = [zerosOfBoth(), zerosOfBoth()];
  return (name: "w" | "b", i: number, g: number, t: number): number => {
    m[name][i] = beta1 * m[name][i] + (1 - beta1) * g;
    v[name][i] = beta2 * v[name][i] + (1 - beta2) * g * g;
    const hat = nesterov
      ? (beta1 * m[name][i]) / (1 - beta1 ** (t + 1)) + ((1 - beta1) * g) / (1 - beta1 ** t)
      : m[name][i] / (1 - beta1 ** t);
    return hat / (Math.sqrt(v[name][i] / (1 - beta2 ** t)) + 1e-8);
  };
};

describe("optax.optimisticGradientDescent", () => {
  it("does as Optax's source", () => {
    const learningRate = linear({ initial: 0.1, final: 0.01, total: 20 });
    expectTranscription(optax.optimisticGradientDescent({ learningRate, alpha: 0.7, beta: 0.1 }), () => {
      const rules = forEach(optimistic);
      return (weights, gradient, t) =>
        eachElement((name, i) => {
          weights[name][i] -= learningRate(t - 1) * rules[name][i](gradient[name][i], 0.7, 0.1);
        });
    });
  });

  it("comes to rest in a game where plain steps run away", () => {
    const distanceBy = (rule: Parameters<typeof optax.optimisticGradientDescent>[0]): number => {
      const weights = { x: Float64Array.of(1), y: Float64Array.of(2) };
      const optimizer = new Optimizer(weights, optax.optimisticGradientDescent({ learningRate: 0.1, ...rule }));
      for (let step = 0; step < 2000; step++) optimizer.step({ x: [weights.y[0]], y: [-weights.x[0]] });
      return Math.hypot(weights.x[0], weights.y[0]);
    };
    expect(distanceBy({})).toBeLessThan(1e-3);
    expect(distanceBy({ beta: 0 })).toBeGreaterThan(100);
  });
});

describe("optax.optimisticAdam", () => {
  it.each([
    { options: {}, optimism: 0.05, nesterov: true },
    { options: { optimism: 0.3, nesterov: false }, optimism: 0.3, nesterov: false },
  ])("does as Optax's source with $options", ({ options, optimism, nesterov }) => {
    expectTranscription(optax.optimisticAdam({ learningRate: 0.05, ...options }), () => {
      const [rules, direction] = [forEach(optimistic), adamDirections(nesterov)];
      return (weights, gradient, t) =>
        eachElement((name, i) => {
          weights[name][i] -= rules[name][i](direction(name, i, gradient[name][i], t), 0.05, optimism);
        });
    });
  });

  it("takes no schedule, which its second version does", () => {
    const learningRate = linear({ initial: 0.1, total: 5 });
    expect(() => Reflect.apply(optax.optimisticAdam, undefined, [{ learningRate }])).toThrow(
      "optax.optimisticAdam: learningRate must be ≥ 0, got a function",
    );
    expectTranscription(optax.optimisticAdamV2({ learningRate, alpha: 0.8, beta: 0.5 }), () => {
      const [rules, direction] = [forEach(optimistic), adamDirections(true)];
      return (weights, gradient, t) =>
        eachElement((name, i) => {
          weights[name][i] -= learningRate(t - 1) * rules[name][i](direction(name, i, gradient[name][i], t), 0.8, 0.5);
        });
    });
  });
});

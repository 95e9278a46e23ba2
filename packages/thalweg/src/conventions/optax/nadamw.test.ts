import { it } from "vitest";
import { eachElement, expectTranscription, zerosOfBoth } from "../../optimizers/testing/transcription.ts";
import { linear } from "../../schedules/index.ts";
import { optax } from "../index.ts";

const learningRate = linear({ initial: 0.1, final: 0.02, total: 15 });

it("optax.nadamw does as Optax's source", () => {
  expectTranscription(optax.nadamw({ learningRate, beta2: 0.95, epsilonRoot: 1e-3, weightDecay: 0.2 }), () => {
    const [mu, nu] = [zerosOfBoth(), zerosOfBoth()];
    return (weights, gradient, t) =>
      eachElement((name, i) => {
        const g = gradient[name][i];
        mu[name][i] = 0.1 * g + 0.9 * mu[name][i];
        nu[name][i] = 0.05 * g ** 2 + 0.95 * nu[name][i];
        const muHat = (0.9 * mu[name][i]) / (1 - 0.9 ** (t + 1)) + (0.1 * g) / (1 - 0.9 ** t);
        const update = muHat / (Math.sqrt(nu[name][i] / (1 - 0.95 ** t) + 1e-3) + 1e-8);
        weights[name][i] -= learningRate(t - 1) * (update + 0.2 * weights[name][i]);
      });
  });
});

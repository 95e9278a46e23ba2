import { it } from "vitest";
import { eachElement, expectTranscription, zerosOfBoth } from "../../optimizers/testing/transcription.ts";
import { linear } from "../../schedules/index.ts";
import { optax } from "../index.ts";

const learningRate = linear({ initial: 0.1, final: 0.02, total: 15 });

it.each([
  [true, true],
  [true, false],
  [false, true],
  [false, false],
])("optax.amsgrad does as Optax's source, m corrected: %s, v corrected: %s", (biasCorrectionM, biasCorrectionV) => {
  const options = { learningRate, beta2: 0.95, epsilon: 1e-3, epsilonRoot: 1e-4 };
  expectTranscription(optax.amsgrad({ ...options, biasCorrectionM, biasCorrectionV }), () => {
    const [mu, nu, largest] = [zerosOfBoth(), zerosOfBoth(), zerosOfBoth()];
    return (weights, gradient, t) =>
      eachElement((name, i) => {
        const g = gradient[name][i];
        mu[name][i] = 0.1 * g + 0.9 * mu[name][i];
        nu[name][i] = 0.05 * g ** 2 + 0.95 * nu[name][i];
        const muHat = biasCorrectionM ? mu[name][i] / (1 - 0.9 ** t) : mu[name][i];
        const nuHat = biasCorrectionV ? nu[name][i] / (1 - 0.95 ** t) : nu[name][i];
        largest[name][i] = Math.max(largest[name][i], nuHat);
        weights[name][i] -= (learningRate(t - 1) * muHat) / (Math.sqrt(largest[name][i] + 1e-4) + 1e-3);
      });
  });
});

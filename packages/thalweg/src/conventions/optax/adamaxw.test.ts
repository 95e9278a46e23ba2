import { it } from "vitest";
import { eachElement, expectTranscription, zerosOfBoth } from "../../optimizers/testing/transcription.ts";
import { linear } from "../../schedules/index.ts";
import { optax } from "../index.ts";

const learningRate = linear({ initial: 0.1, final: 0.02, total: 15 });

it("optax.adamaxw does as Optax's source", () => {
  expectTranscription(optax.adamaxw({ learningRate, beta2: 0.95, epsilon: 1e-2, weightDecay: 0.2 }), () => {
    const [mu, nu] = [zerosOfBoth(), zerosOfBoth()];
    return (weights, gradient, t) =>
      eachElement((name, i) => {
        const g = gradient[name][i];
        mu[name][i] = 0.1 * g + 0.9 * mu[name][i];
        nu[name][i] = Math.max(Math.abs(g) + 1e-2, 0.95 * nu[name][i]);
        const update = mu[name][i] / (1 - 0.9 ** t) / nu[name][i] + 0.2 * weights[name][i];
        weights[name][i] -= learningRate(t - 1) * update;
      });
  });
});

import { it } from "vitest";
import { eachElement, expectTranscription, zerosOfBoth } from "../../optimizers/testing/transcription.ts";
import { linear } from "../../schedules/index.ts";
import { optax } from "../index.ts";

const learningRate = linear({ initial: 0.1, final: 0.02, total: 15 });

it("optax.signum does as Optax's source", () => {
  expectTranscription(optax.signum({ learningRate }), () => {
    const average = zerosOfBoth();
    return (weights, gradient, t) =>
      eachElement((name, i) => {
        average[name][i] = 0.1 * gradient[name][i] + 0.9 * average[name][i];
        weights[name][i] -= learningRate(t - 1) * Math.sign(average[name][i]);
      });
  });
});

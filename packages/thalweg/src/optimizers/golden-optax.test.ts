import { describe, expect, it } from "vitest";
import { warmupCosine } from "../schedules/index.ts";
import {
  adaGrad,
  adam,
  adamW,
  chain,
  clipByGlobalNorm,
  clipByValue,
  gradientDescent,
  momentum,
  nesterov,
  type OptimizerSpec,
  rmsProp,
} from "./index.ts";
import { expectTrajectory, type GoldenCase, golden } from "./testing/golden.ts";

type Settings = GoldenCase["settings"];

/** Optax's settings under our names; undefined for what these optimizers do not cover. */
const optimizers: Record<string, (settings: Settings) => OptimizerSpec | undefined> = {
  sgd: ({ learning_rate, momentum: beta, nesterov: ahead }) => {
    const options = { learningRate: Number(learning_rate), beta: Number(beta) };
    return ahead ? nesterov(options) : momentum(options);
  },
  adagrad: ({ learning_rate }) =>
    adaGrad({ learningRate: Number(learning_rate), epsilon: 1e-7, epsilonInsideRoot: true, initialAccumulator: 0.1 }),
  rmsprop: ({
    learning_rate,
    decay,
    eps_in_sqrt = true,
    centered = false,
    momentum: beta = 0,
    initial_scale = 0,
    bias_correction = false,
  }) =>
    rmsProp({
      learningRate: Number(learning_rate),
      rho: Number(decay),
      epsilonInsideRoot: Boolean(eps_in_sqrt),
      centered: Boolean(centered),
      momentum: Number(beta),
      momentumForm: "rateInside",
      initialScale: Number(initial_scale),
      biasCorrection: Boolean(bias_correction),
    }),
  adam: ({ learning_rate, eps_root = 0, nesterov: ahead }) =>
    ahead ? undefined : adam({ learningRate: Number(learning_rate), epsilonRoot: Number(eps_root) }),
  adamw: ({ learning_rate, weight_decay }) =>
    adamW({ learningRate: Number(learning_rate), weightDecay: Number(weight_decay) }),
  "clip_by_global_norm(0.5) > sgd": ({ learning_rate }) =>
    chain(clipByGlobalNorm(0.5), gradientDescent({ learningRate: Number(learning_rate) })),
  "clip(0.05) > sgd": ({ learning_rate }) =>
    chain(clipByValue(0.05), gradientDescent({ learningRate: Number(learning_rate) })),
  "adamw, cosine warmup": ({ learning_rate }) => {
    const peak = Number(learning_rate);
    return adamW({
      learningRate: warmupCosine({ peak, warmup: 20, total: 200, floor: peak / 100 }),
      weightDecay: 0.01,
    });
  },
};

const cases = golden("optax").cases.flatMap((expected) => {
  const optimizer = optimizers[expected.optimizer]?.(expected.settings);
  const name = `${expected.optimizer} ${JSON.stringify(expected.settings)}`;
  return optimizer ? [{ name, problem: expected.problem, expected, optimizer }] : [];
});

describe("agreement with Optax 0.2.8 over 200 steps, to 1e-10", () => {
  it("covers every case of these optimizers", () => {
    expect(cases.length).toBe(36);
  });

  it.each(cases)("$name on $problem", ({ expected, optimizer }) => {
    // Optax works out the progress of its schedules in float32.
    const isScheduled = expected.optimizer === "adamw, cosine warmup";
    return expectTrajectory(expected, optimizer, isScheduled ? 2e-7 : 1e-10);
  });
});

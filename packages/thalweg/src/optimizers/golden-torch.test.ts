import { describe, expect, it } from "vitest";
import { inverseTime } from "../schedules/index.ts";
import {
  adaGrad,
  adam,
  adamW,
  addL2,
  chain,
  clipByGlobalNorm,
  gradientDescent,
  momentum,
  nesterov,
  type OptimizerSpec,
  rmsProp,
} from "./index.ts";
import { expectTrajectory, type GoldenCase, golden } from "./testing/golden.ts";

const pair = (value: GoldenCase["settings"][string], fallback: readonly [number, number]): readonly number[] =>
  Array.isArray(value) ? value : fallback;

/** torch's settings under our names; undefined for what these optimizers do not cover. */
const optimizers: Record<string, (settings: GoldenCase["settings"]) => OptimizerSpec | undefined> = {
  SGD: ({ lr, momentum: beta, dampening, nesterov: ahead, maximize }) => {
    if (maximize) return undefined;
    const learningRate = Number(lr);
    if (beta === undefined) return gradientDescent({ learningRate });
    if (ahead) return nesterov({ learningRate, beta: Number(beta) });
    // torch's first buffer is the gradient itself.
    const damp = (step: number) => (step === 0 ? 0 : Number(dampening ?? 0));
    return momentum({ learningRate, beta: Number(beta), dampening: damp });
  },
  Adagrad: ({ lr, lr_decay = 0, initial_accumulator_value = 0 }) =>
    adaGrad({
      learningRate: inverseTime({ initial: Number(lr), decay: Number(lr_decay) }),
      initialAccumulator: Number(initial_accumulator_value),
    }),
  RMSprop: ({ lr, alpha, centered = false, momentum: beta = 0 }) =>
    rmsProp({ learningRate: Number(lr), rho: Number(alpha), centered: Boolean(centered), momentum: Number(beta) }),
  Adam: ({ lr, betas, eps = 1e-8, amsgrad }) => {
    const [beta1, beta2] = pair(betas, [0.9, 0.999]);
    return amsgrad ? undefined : adam({ learningRate: Number(lr), beta1, beta2, epsilon: Number(eps) });
  },
  AdamW: ({ lr, weight_decay, amsgrad }) =>
    amsgrad ? undefined : adamW({ learningRate: Number(lr), weightDecay: Number(weight_decay) }),
};

const cases = golden("torch").cases.flatMap((expected) => {
  const base = optimizers[expected.optimizer]?.(expected.settings);
  if (!base) return [];
  const { weight_decay } = expected.settings;
  const decayed =
    weight_decay !== undefined && expected.optimizer !== "AdamW" ? chain(addL2(Number(weight_decay)), base) : base;
  const clip = expected.clipGlobalNorm;
  const optimizer = clip ? chain(clipByGlobalNorm(clip, { epsilon: 1e-6 }), decayed) : decayed;
  const name = `${expected.optimizer} ${JSON.stringify(expected.settings)}${clip ? ` clipped at ${clip}` : ""}`;
  return [{ name, problem: expected.problem, expected, optimizer }];
});

describe("agreement with PyTorch 2.13 over 200 steps, to 1e-10", () => {
  it("covers every case of these optimizers", () => {
    expect(cases.length).toBe(51);
  });

  it.each(cases)("$name on $problem", ({ expected, optimizer }) => expectTrajectory(expected, optimizer));
});

import { describe, expect, it } from "vitest";
import { chain, type OptimizerLike, scale, transform } from "../optimizers/index.ts";
import { toFloat32 } from "../optimizers/testing/bfloat16.ts";
import { expectEvaluationWeights, expectTrajectory, type GoldenCase, golden } from "../optimizers/testing/golden.ts";
import type { Tensor } from "../tensor/index.ts";
import { optax } from "./index.ts";
import { functionNamed, type Names, optionsOf } from "./testing/matching.ts";

const names: Names = {
  eps: "epsilon",
  eps_root: "epsilonRoot",
  eps_in_sqrt: "epsilonInsideRoot",
  decay: "rho",
  b1: "beta1",
  b2: "beta2",
};

const learningRate = 0.01;
const sgd = optax.sgd({ learningRate });

/** What Optax makes of four equal gradients: it holds the means of the first three in float32. */
const throughFloat32 = transform({
  name: "throughFloat32",
  update: ({ update }) => {
    const meanOf = (mean: Tensor, count: number): Tensor => mean.add(update.sub(mean).div(count));
    const three = [1, 2, 3].reduce((mean, count) => toFloat32(meanOf(mean, count)), update.mul(0));
    return { update: meanOf(three, 4) };
  },
});

/** Cases that are more than one function. */
const composed: Readonly<Record<string, OptimizerLike>> = {
  "clip_by_global_norm(0.5) > sgd": chain(optax.clipByGlobalNorm(0.5), sgd),
  "clip(0.05) > sgd": chain(optax.clip(0.05), sgd),
  "clip_by_block_rms(0.02) > sgd": chain(optax.clipByBlockRms(0.02), sgd),
  "adaptive_grad_clip(0.01) > sgd": chain(optax.adaptiveGradClip(0.01), sgd),
  "centralize > sgd": chain(optax.centralize(), sgd),
  "normalize_by_update_norm > scale(-lr)": chain(optax.normalizeByUpdateNorm(), scale(-learningRate)),
  "MultiSteps(adam, 4)": optax.multiSteps(chain(throughFloat32, optax.adam({ learningRate })), 4),
  "ema(0.9, debias) > sgd": chain(optax.ema(0.9), sgd),
  "ema(0.9, no debias) > sgd": chain(optax.ema(0.9, { debias: false }), sgd),
  "adamw, cosine warmup": optax.adamw({
    learningRate: optax.warmupCosineDecaySchedule({
      initial: 0,
      peak: learningRate,
      warmup: 20,
      total: 200,
      final: learningRate / 100,
    }),
    weightDecay: 0.01,
  }),
};

const tolerances: Readonly<Record<string, number>> = {
  // Optax works out the progress of its schedules in float32.
  "adamw, cosine warmup mlp": 2e-7,
  // It divides by gradients as small as 3e-9, which are sums of terms near 1: their rounding, 3e-17, counts.
  "novograd mlp": 1e-9,
};

const optimizerFor = ({ optimizer, settings }: GoldenCase): OptimizerLike | undefined =>
  composed[optimizer] ?? functionNamed(optax, optimizer)?.(optionsOf(settings, names));

const cases = golden("optax").cases.map((expected) => ({
  name: `${expected.optimizer} ${JSON.stringify(expected.settings)}`,
  problem: expected.problem,
  expected,
  optimizer: optimizerFor(expected),
}));

describe("agreement with Optax 0.2.8 over 200 steps, to 1e-10", () => {
  it("covers every case", () => {
    expect(cases.length).toBe(113);
    expect(cases.filter(({ optimizer }) => !optimizer).map(({ name }) => name)).toEqual([]);
  });

  it.each(cases)("$name on $problem", async ({ problem, expected, optimizer }) => {
    if (!optimizer) throw new Error(`no function of Optax is called ${expected.optimizer}`);
    await expectTrajectory(expected, optimizer, tolerances[`${expected.optimizer} ${problem}`] ?? 1e-10);
    if (expected.evalParams) await expectEvaluationWeights(problem, optimizer, expected.evalParams);
  });
});

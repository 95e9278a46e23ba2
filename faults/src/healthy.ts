import {
  adaGrad,
  adam,
  adamW,
  cosine,
  exponential,
  gradientDescent,
  type History,
  lion,
  momentum,
  muon,
  nAdam,
  nesterov,
  rAdam,
  rmsProp,
  route,
  type Schedule,
  scheduleFreeAdamW,
  shampoo,
  step,
  warmupCosine,
} from "thalweg";
import type { Problem } from "./problem.ts";
import { blobs } from "./problems/blobs.ts";
import { deepBlobs } from "./problems/deep-blobs.ts";
import { friedman } from "./problems/friedman.ts";
import { garments, garmentsConvolutional } from "./problems/garments.ts";
import { moons } from "./problems/moons.ts";
import { parity } from "./problems/parity.ts";
import { rings } from "./problems/rings.ts";
import { sine } from "./problems/sine.ts";
import { spirals } from "./problems/spirals.ts";
import { teacher } from "./problems/teacher.ts";
import { waves } from "./problems/waves.ts";
import type { RunPlan } from "./run-plan.ts";

/** A run with nothing wrong: it trains to what its problem can reach. */
export interface HealthyRun {
  readonly name: string;
  readonly seed: number;
  readonly problem: Problem;
  plan(seed: number): RunPlan;
}

type Change = (plan: RunPlan) => Partial<RunPlan>;

/** Rates that suit, as multiples of a problem's own, which adam or momentum would take. */
const withOptimizer =
  (optimizer: RunPlan["optimizer"], rate: number, more: Partial<RunPlan> = {}): Change =>
  () => ({ optimizer, rate, ...more });

const sgd = (rate: number): Change => withOptimizer((learningRate) => gradientDescent({ learningRate }), rate);
const heavyBall = (rate: number): Change =>
  withOptimizer((learningRate) => momentum({ learningRate, beta: 0.9 }), rate);
const accelerated = (rate: number): Change =>
  withOptimizer((learningRate) => nesterov({ learningRate, beta: 0.9 }), rate);
const plainAdam = (rate: number): Change => withOptimizer((learningRate) => adam({ learningRate }), rate);
const decayed = (rate: number): Change =>
  withOptimizer((learningRate) => adamW({ learningRate, weightDecay: 0.01 }), rate);
const withSchedule =
  (schedule: (rate: number, updates: number) => Schedule): Change =>
  () => ({ schedule });
const network =
  (changes: Partial<RunPlan["network"]>): Change =>
  (plan) => ({ network: { ...plan.network, ...changes } });

const runs: readonly (readonly [problem: Problem, name: string, ...changes: Change[]])[] = [
  [spirals, "as it is"],
  [spirals, "adamw, cosine", decayed(6e-3), withSchedule((rate, total) => cosine({ peak: rate, total }))],
  [spirals, "layer norm", network({ normalization: "layer" })],
  [spirals, "batch norm, momentum", network({ normalization: "batch" }), heavyBall(0.05)],
  [
    spirals,
    "nadam, gelu",
    network({ activation: "gelu" }),
    withOptimizer((learningRate) => nAdam({ learningRate }), 5e-3),
  ],
  [blobs, "as it is"],
  [blobs, "sgd", sgd(0.1)],
  [blobs, "rmsprop", withOptimizer((learningRate) => rmsProp({ learningRate }), 1e-3)],
  [blobs, "lion", withOptimizer((learningRate) => lion({ learningRate }), 1e-3)],
  [blobs, "adagrad", withOptimizer((learningRate) => adaGrad({ learningRate }), 0.05)],
  [blobs, "two batches an update", () => ({ microBatches: 2, batchSize: 16 })],
  [blobs, "weight decay by l2", () => ({ l2: 1e-4 })],
  [deepBlobs, "as it is"],
  [deepBlobs, "adam", plainAdam(1e-3)],
  [deepBlobs, "batch norm", network({ normalization: "batch" })],
  [deepBlobs, "layer norm, adam", network({ normalization: "layer" }), plainAdam(2e-3)],
  [
    deepBlobs,
    "warmup and cosine",
    withSchedule((rate, total) => warmupCosine({ peak: 2 * rate, warmup: total >> 3, total })),
  ],
  [
    deepBlobs,
    "muon",
    withOptimizer(
      (learningRate) =>
        route([
          { match: /weight$/, use: muon({ learningRate }) },
          { match: () => true, use: adam({ learningRate: 2e-3 }) },
        ]),
      0.01,
    ),
  ],
  [moons, "as it is"],
  [moons, "sgd, relu", network({ activation: "relu" }), sgd(0.3)],
  [moons, "dropout", network({ dropout: 0.1, activation: "relu" })],
  [moons, "nesterov", accelerated(0.05)],
  [moons, "clipped", () => ({ clip: 5 })],
  [rings, "as it is"],
  [rings, "adam", plainAdam(5e-3)],
  [rings, "tanh, adam", network({ activation: "tanh" }), plainAdam(8e-3)],
  [rings, "rate by steps", withSchedule((rate, total) => step({ initial: rate, every: total >> 1, factor: 0.3 }))],
  [rings, "schedule-free", withOptimizer((learningRate) => scheduleFreeAdamW({ learningRate }), 0.01)],
  [parity, "as it is"],
  [parity, "tanh", network({ activation: "tanh" })],
  [parity, "momentum", heavyBall(0.1)],
  [parity, "two layers", network({ hidden: [32, 32] })],
  [parity, "radam", withOptimizer((learningRate) => rAdam({ learningRate }), 0.03)],
  [garments, "as it is"],
  [garments, "momentum", heavyBall(0.05)],
  [garments, "sgd", sgd(0.3)],
  [garments, "batch norm", network({ normalization: "batch" })],
  [garments, "dropout, adamw", network({ hidden: [96], dropout: 0.2 }), decayed(3e-3)],
  [
    garments,
    "two layers, rmsprop",
    network({ hidden: [64, 32] }),
    withOptimizer((learningRate) => rmsProp({ learningRate }), 1e-3),
  ],
  [garmentsConvolutional, "as it is"],
  [garmentsConvolutional, "batch norm, momentum", network({ normalization: "batch" }), heavyBall(0.02)],
  [garmentsConvolutional, "momentum", heavyBall(0.02)],
  [garmentsConvolutional, "lion", withOptimizer((learningRate) => lion({ learningRate }), 2e-3)],
  [teacher, "as it is"],
  [teacher, "sgd", sgd(0.1)],
  [teacher, "momentum", heavyBall(0.02)],
  [teacher, "relu", network({ activation: "relu" })],
  [teacher, "falling rate", withSchedule((rate, total) => exponential({ initial: rate, decay: 0.1, every: total }))],
  [teacher, "shampoo", withOptimizer((learningRate) => shampoo({ learningRate }), 0.1)],
  [friedman, "as it is"],
  [friedman, "momentum", heavyBall(0.01)],
  [friedman, "layer norm", network({ normalization: "layer" })],
  [friedman, "nesterov, cosine", accelerated(0.03), withSchedule((rate, total) => cosine({ peak: rate, total }))],
  [friedman, "batches of 64", () => ({ batchSize: 64, epochs: 20, rate: 8e-3 })],
  [sine, "as it is"],
  [sine, "relu", network({ activation: "relu" })],
  [sine, "gelu, adamw", network({ activation: "gelu" }), decayed(5e-3)],
  [waves, "as it is"],
  [waves, "rmsprop", withOptimizer((learningRate) => rmsProp({ learningRate }), 3e-3)],
  [waves, "cosine", withSchedule((rate, total) => cosine({ peak: rate, total }))],
];

/** 60 runs of different models and optimizers. */
export const healthyRuns: readonly HealthyRun[] = runs.map(([problem, title, ...changes], index) => ({
  name: `${problem.name}, ${title}`,
  seed: index % 10,
  problem,
  plan: (seed) => {
    let plan = problem.healthy(seed);
    for (const change of changes) plan = { ...plan, ...change(plan) };
    return plan;
  },
}));

export const healthyNamed = (name: string): HealthyRun => {
  const run = healthyRuns.find((each) => each.name === name);
  if (run) return run;
  throw new Error(`no healthy run "${name}"; there are ${healthyRuns.map((each) => each.name).join("; ")}`);
};

/** What a run reached on validation data: its accuracy or R²; undefined where it was not measured. */
export const scoreOf = ({ epochs }: History): number | undefined => {
  const measured = epochs.at(-1)?.validation?.metrics;
  return measured?.accuracy ?? measured?.r2;
};

import { describe, expect, it } from "vitest";
import keras from "../../fixtures/golden/keras/schedules.json" with { type: "json" };
import optax from "../../fixtures/golden/optax/schedules.json" with { type: "json" };
import torch from "../../fixtures/golden/torch/schedules.json" with { type: "json" };
import * as s from "./index.ts";

const expectTrace = (schedule: s.Schedule, trace: readonly number[]): void => {
  expect(trace.length).toBe(60);
  for (let t = 0; t < trace.length; t++) {
    const error = Math.abs(schedule(t) - trace[t]);
    expect(error, `step ${t}: ${schedule(t)}, not ${trace[t]}`).toBeLessThanOrEqual(1e-12 * Math.max(trace[t], 1e-3));
  }
};

const initial = 0.1;

/** Ours for each case of PyTorch's schedulers; momentum moves against the rate. */
const ofTorch: Record<string, { learningRate: s.Schedule; momentum?: s.Schedule }> = {
  StepLR: { learningRate: s.step({ initial, factor: 0.5, every: 10 }) },
  MultiStepLR: { learningRate: s.multiStep({ initial, milestones: [7, 20, 45] }) },
  ExponentialLR: { learningRate: s.exponential({ initial, decay: 0.95 }) },
  CosineAnnealingLR: { learningRate: s.cosine({ peak: initial, floor: 0.001, total: 50, periodic: true }) },
  CosineAnnealingWarmRestarts: {
    learningRate: s.cosineRestarts({ peak: initial, floor: 0.001, period: 10, growth: 2 }),
  },
  CosineAnnealingWarmRestarts_1: { learningRate: s.cosineRestarts({ peak: initial, period: 12 }) },
  LinearLR: { learningRate: s.linear({ initial: 0.025, final: initial, total: 20 }) },
  ConstantLR: { learningRate: s.joined([{ until: 5, schedule: 0.05 }, { schedule: initial }]) },
  PolynomialLR: { learningRate: s.polynomial({ initial, total: 40, power: 2 }) },
  // PyTorch counts 61 steps from 0 to 60, so its phases end one step earlier.
  OneCycleLR_cos: {
    learningRate: s.oneCycle({ peak: 1, total: 60, rise: (0.3 * 61 - 1) / 60 }),
    momentum: s.oneCycle({ initial: 0.95, peak: 0.85, final: 0.95, total: 60, rise: (0.3 * 61 - 1) / 60 }),
  },
  OneCycleLR_linear3: {
    learningRate: s.oneCycle({
      peak: 1,
      total: 60,
      rise: (0.4 * 61 - 1) / 60,
      fall: (0.8 * 61 - 2) / 60,
      anneal: "linear",
    }),
    momentum: s.oneCycle({
      initial: 0.95,
      peak: 0.85,
      final: 0.95,
      total: 60,
      rise: (0.4 * 61 - 1) / 60,
      fall: (0.8 * 61 - 2) / 60,
      anneal: "linear",
    }),
  },
  CyclicLR_triangular: {
    learningRate: s.cyclic({ floor: 0.01, peak: 0.1, up: 8, down: 12 }),
    momentum: s.cyclic({ floor: 0.9, peak: 0.8, up: 8, down: 12 }),
  },
  CyclicLR_triangular2: {
    learningRate: s.cyclic({ floor: 0.01, peak: 0.1, up: 8, down: 12, mode: "triangular2" }),
    momentum: s.cyclic({ floor: 0.9, peak: 0.8, up: 8, down: 12, mode: "triangular2" }),
  },
  CyclicLR_exp_range: {
    learningRate: s.cyclic({ floor: 0.01, peak: 0.1, up: 8, down: 12, mode: "expRange", gamma: 0.97 }),
    momentum: s.cyclic({ floor: 0.9, peak: 0.8, up: 8, down: 12, mode: "expRange", gamma: 0.97 }),
  },
  SequentialLR: {
    learningRate: s.joined([
      { until: 10, schedule: s.linear({ initial: 0.01, final: initial, total: 10 }) },
      { schedule: s.exponential({ initial, decay: 0.9 }) },
    ]),
  },
  WarmupCosine: { learningRate: s.warmupCosine({ peak: initial, warmup: 10, total: 60, floor: 0.001 }) },
};

const afterFive = (schedule: s.Schedule): s.Schedule => s.joined([{ until: 5, schedule: initial }, { schedule }]);

const ofOptax: Record<string, s.Schedule> = {
  exponential_decay: s.exponential({ initial, decay: 0.5, every: 10 }),
  exponential_decay_staircase: afterFive(s.staircase({ initial, decay: 0.5, every: 10, floor: 0.01 })),
  polynomial: afterFive(s.polynomial({ initial, final: 0.001, total: 40, power: 2 })),
  linear: s.linear({ initial, total: 50 }),
  cosine_decay: s.cosine({ peak: initial, floor: 0.01, total: 50 }),
  warmup_cosine: s.warmupCosine({ peak: initial, warmup: 10, total: 50, floor: 0.001 }),
  warmup_exponential: s.warmup(10, s.exponential({ initial, decay: 0.5, every: 10 })),
  piecewise_constant: s.joined([{ until: 10, schedule: 0.1 }, { until: 30, schedule: 0.05 }, { schedule: 0.005 }]),
  cosine_onecycle: s.oneCycle({ peak: initial, total: 50 }),
  linear_onecycle: s.oneCycle({ peak: initial, total: 50, fall: 42 / 50, anneal: "linear" }),
};

const ofKeras: Record<string, s.Schedule> = {
  ExponentialDecay: s.exponential({ initial, decay: 0.5, every: 10 }),
  ExponentialDecay_staircase: s.staircase({ initial, decay: 0.5, every: 10 }),
  InverseTimeDecay: s.inverseTime({ initial, decay: 0.5, every: 10 }),
  InverseTimeDecay_staircase: s.inverseTime({ initial, decay: 0.5, every: 10, staircase: true }),
  PolynomialDecay: s.polynomial({ initial, final: 0.001, total: 40, power: 2 }),
  PolynomialDecay_cycle: s.polynomial({ initial, final: 0.001, total: 20, cycle: true }),
  CosineDecay: s.cosine({ peak: initial, floor: 0.01, total: 50 }),
  CosineDecay_warmup: s.warmupCosine({ peak: initial, warmup: 10, total: 50, floor: 0.01 }),
  CosineDecayRestarts: s.cosineRestarts({ peak: initial, floor: 0.005, period: 10, growth: 2, shrink: 0.8 }),
  // Keras moves on after a boundary, not at it.
  PiecewiseConstantDecay: s.joined([{ until: 11, schedule: 0.1 }, { until: 31, schedule: 0.05 }, { schedule: 0.01 }]),
};

describe("PyTorch 2.13", () => {
  const cases = Object.entries(torch.cases).filter(([name]) => !name.startsWith("ReduceLROnPlateau"));

  it.each(cases)("%s", (name, trace) => {
    expect(Object.keys(ofTorch)).toContain(name);
    expectTrace(ofTorch[name].learningRate, trace.learningRate);
  });

  it.each(cases.filter(([, trace]) => "momentum" in trace))("%s, momentum", (name, trace) => {
    const { momentum } = ofTorch[name];
    expect(momentum).toBeDefined();
    if (momentum && "momentum" in trace) expectTrace(momentum, trace.momentum);
  });
});

describe("Optax 0.2.8", () => {
  it.each(Object.entries(optax.schedules))("%s", (name, trace) => {
    expect(Object.keys(ofOptax)).toContain(name);
    expectTrace(ofOptax[name], trace.learningRate);
  });
});

describe("Keras 3.15", () => {
  it.each(Object.entries(keras.schedules))("%s", (name, trace) => {
    expect(Object.keys(ofKeras)).toContain(name);
    expectTrace(ofKeras[name], trace.learningRate);
  });
});

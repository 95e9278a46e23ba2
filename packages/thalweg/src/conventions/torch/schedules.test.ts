import { describe, expect, it } from "vitest";
import golden from "../../../fixtures/golden/torch/schedules.json" with { type: "json" };
import { type Schedule, warmupCosine } from "../../schedules/index.ts";
import * as torch from "./index.ts";

const learningRate = golden.baseLearningRate;
const initial = learningRate;
const { OneCycleLR_cos, OneCycleLR_linear3 } = golden.cases;
const ofCycle = { total: OneCycleLR_cos.settings.totalSteps };
const threePhases = {
  total: OneCycleLR_linear3.settings.totalSteps,
  rise: OneCycleLR_linear3.settings.pctStart,
  anneal: "linear" as const,
  threePhase: true,
};
const momentum = { initial: 0.95, peak: 0.85, final: 0.95 };
const triangle = { floor: 0.01, peak: 0.1, up: 8, down: 12 };
const ofMomentum = { floor: 0.9, peak: 0.8, up: 8, down: 12 };
const shape = warmupCosine({ peak: 1, warmup: 10, total: 60, floor: 0.01 });

/** Each case under torch's own name; momentum moves against the rate. */
const schedules: Record<string, { readonly rate: Schedule; readonly momentum?: Schedule }> = {
  StepLR: { rate: torch.stepLR({ initial, every: 10, factor: 0.5 }) },
  MultiStepLR: { rate: torch.multiStepLR({ initial, milestones: [7, 20, 45] }) },
  ExponentialLR: { rate: torch.exponentialLR({ initial, decay: 0.95 }) },
  CosineAnnealingLR: { rate: torch.cosineAnnealingLR({ peak: initial, total: 50, floor: 0.001 }) },
  CosineAnnealingWarmRestarts: {
    rate: torch.cosineAnnealingWarmRestarts({ peak: initial, period: 10, growth: 2, floor: 0.001 }),
  },
  CosineAnnealingWarmRestarts_1: { rate: torch.cosineAnnealingWarmRestarts({ peak: initial, period: 12 }) },
  LinearLR: { rate: torch.linearLR({ learningRate, startFactor: 0.25, endFactor: 1, total: 20 }) },
  ConstantLR: { rate: torch.constantLR({ learningRate, factor: 0.5, total: 5 }) },
  PolynomialLR: { rate: torch.polynomialLR({ initial, total: 40, power: 2 }) },
  OneCycleLR_cos: {
    rate: torch.oneCycleLR({ peak: 1, ...ofCycle }),
    momentum: torch.oneCycleLR({ ...momentum, ...ofCycle }),
  },
  OneCycleLR_linear3: {
    rate: torch.oneCycleLR({ peak: 1, ...threePhases }),
    momentum: torch.oneCycleLR({ ...momentum, ...threePhases }),
  },
  CyclicLR_triangular: { rate: torch.cyclicLR(triangle), momentum: torch.cyclicLR(ofMomentum) },
  CyclicLR_triangular2: {
    rate: torch.cyclicLR({ ...triangle, mode: "triangular2" }),
    momentum: torch.cyclicLR({ ...ofMomentum, mode: "triangular2" }),
  },
  CyclicLR_exp_range: {
    rate: torch.cyclicLR({ ...triangle, mode: "expRange", gamma: 0.97 }),
    momentum: torch.cyclicLR({ ...ofMomentum, mode: "expRange", gamma: 0.97 }),
  },
  SequentialLR: {
    rate: torch.sequentialLR(
      [torch.linearLR({ learningRate, startFactor: 0.1, total: 10 }), torch.exponentialLR({ initial, decay: 0.9 })],
      [10],
    ),
  },
  WarmupCosine: { rate: torch.lambdaLR({ initial, factor: (step) => shape(step) }) },
};

const expectTrace = (schedule: Schedule, trace: readonly number[]): void => {
  expect(trace.length).toBe(golden.steps);
  for (const [step, value] of trace.entries()) {
    const error = Math.abs(schedule(step) - value);
    expect(error, `step ${step}: ${schedule(step)}, not ${value}`).toBeLessThanOrEqual(1e-12 * Math.max(value, 1e-3));
  }
};

describe("torch's schedulers, to 1e-12", () => {
  const cases = Object.entries(golden.cases).filter(([name]) => !name.startsWith("ReduceLROnPlateau"));

  it.each(cases)("%s", (name, trace) => {
    const schedule = schedules[name];
    expectTrace(schedule.rate, trace.learningRate);
    expect("momentum" in trace).toBe(schedule.momentum !== undefined);
    if (schedule.momentum && "momentum" in trace) expectTrace(schedule.momentum, trace.momentum);
  });

  it("say what they cannot do", () => {
    expect(() => torch.oneCycleLR({ peak: 1, total: 10, rise: 0.05 })).toThrow(
      "torch.oneCycleLR: rise must take from one step to all steps, got 0.05",
    );
    expect(() => torch.sequentialLR([() => 1], [3])).toThrow(
      "torch.sequentialLR: milestones must be one fewer than the 1 schedules, got 1",
    );
  });
});

describe("schedulers that multiply the present rate", () => {
  /** What torch's schedulers multiply the rate by when they step to t, from their `get_lr`. */
  const factors: Record<string, (t: number) => number> = {
    ConstantLR: (t) => (t === 0 ? 0.4 : t === 7 ? 1 / 0.4 : 1),
    LinearLR: (t) => {
      if (t === 0) return 0.25;
      return t > 12 ? 1 : 1 + (0.9 - 0.25) / (12 * 0.25 + (t - 1) * (0.9 - 0.25));
    },
    ExponentialLR: (t) => (t === 0 ? 1 : 0.95),
    StepLR: (t) => (t > 0 && t % 5 === 0 ? 0.5 : 1),
    PolynomialLR: (t) => (t === 0 || t > 40 ? 1 : ((1 - t / 40) / (1 - (t - 1) / 40)) ** 2),
    MultiplicativeLR: (t) => (t === 0 ? 1 : 1 - 1 / (t + 5)),
  };
  const ours: Record<string, Schedule> = {
    ConstantLR: torch.constantLR({ learningRate, factor: 0.4, total: 7 }),
    LinearLR: torch.linearLR({ learningRate, startFactor: 0.25, endFactor: 0.9, total: 12 }),
    ExponentialLR: torch.exponentialLR({ initial, decay: 0.95 }),
    StepLR: torch.stepLR({ initial, every: 5, factor: 0.5 }),
    PolynomialLR: torch.polynomialLR({ initial, total: 40, power: 2 }),
    MultiplicativeLR: torch.multiplicativeLR({ initial, factor: (t) => 1 - 1 / (t + 5) }),
  };
  const chains = [...Object.keys(ours).map((name) => [name]), ["ConstantLR", "ExponentialLR"], Object.keys(ours)];

  it.each(chains.map((names) => ({ names })))("ChainedScheduler of $names", ({ names }) => {
    const schedule = torch.chainedScheduler({ learningRate, schedules: names.map((name) => ours[name]) });
    let rate = learningRate;
    for (let t = 0; t < 60; t++) {
      for (const name of names) rate *= factors[name](t);
      expect(Math.abs(schedule(t) - rate), `step ${t}`).toBeLessThanOrEqual(1e-12 * Math.max(rate, 1e-3));
    }
  });

  it("wants a rate to start from", () => {
    expect(() => torch.chainedScheduler({ learningRate: 0, schedules: [] })).toThrow(
      "torch.chainedScheduler: learningRate must be > 0, got 0",
    );
  });
});

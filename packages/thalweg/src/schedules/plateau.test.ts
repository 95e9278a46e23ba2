import { describe, expect, it } from "vitest";
import keras from "../../fixtures/golden/keras/reduce-on-plateau.json" with { type: "json" };
import torch from "../../fixtures/golden/torch/schedules.json" with { type: "json" };
import { type PlateauOptions, plateau } from "./plateau.ts";
import { optaxPlateau } from "./testing/optax-plateau.ts";

/** The value after each metric, the state saved as JSON and loaded in between. */
const trace = (options: PlateauOptions, metrics: readonly number[], start = 1): number[] => {
  const rule = plateau(options);
  let state = rule.start(start);
  return metrics.map((metric) => {
    state = rule.next(JSON.parse(JSON.stringify(state)), metric);
    return state.value;
  });
};

describe("PyTorch's rule", () => {
  const { ReduceLROnPlateau_rel: relative, ReduceLROnPlateau_abs: absolute } = torch.cases;

  it.each([
    ["relative", relative, { threshold: relative.settings.threshold }],
    ["absolute", absolute, { threshold: 0, minDelta: absolute.settings.threshold }],
  ])("is ReduceLROnPlateau to the bit, %s threshold", (_, { settings, learningRate }, margin) => {
    const { factor, patience, cooldown, minLr: floor, metric } = settings;
    const rates = trace(
      { rule: "torch", factor, patience, cooldown, floor, ...margin },
      metric,
      torch.baseLearningRate,
    );
    // The fixture's rates are those before each metric.
    expect([torch.baseLearningRate, ...rates.slice(0, -1)]).toEqual(learningRate);
  });

  it("takes a worse metric for an improvement on a best below 0, and ours does not", () => {
    const metrics = [-1, -0.95, -0.95, -0.95];
    const options = { threshold: 0.1, patience: 3, factor: 0.5 };
    expect(trace({ ...options, rule: "torch", patience: 2 }, metrics)).toEqual([1, 1, 1, 1]);
    expect(trace(options, metrics)).toEqual([1, 1, 1, 0.5]);
    // Rising towards 0 is an improvement for both; falling by less than a tenth is none for ours.
    expect(trace({ ...options, mode: "max" }, [-1, -0.95, -0.95, -0.95])).toEqual([1, 1, 1, 0.5]);
    expect(trace({ ...options, mode: "max" }, [-1, -0.8, -0.6, -0.4])).toEqual([1, 1, 1, 1]);
  });

  it("leaves a value alone that would change by 1e-8 or less", () => {
    expect(trace({ rule: "torch", patience: 0, factor: 0.5 }, [1, 1, 1], 3e-8)).toEqual([3e-8, 1.5e-8, 1.5e-8]);
    expect(trace({ patience: 1, factor: 0.5 }, [1, 1, 1], 3e-8)).toEqual([3e-8, 1.5e-8, 0.75e-8]);
  });
});

describe("Keras' rule", () => {
  it.each(keras.reduceOnPlateau)("is ReduceLROnPlateau to the bit, factor $settings.factor", (golden) => {
    const { factor, patience, cooldown, min_delta: minDelta, min_lr: floor } = golden.settings;
    const options = { rule: "keras" as const, factor, patience, cooldown, minDelta, floor };
    expect(trace(options, golden.metric, golden.baseLearningRate)).toEqual(golden.learningRateAfterEpoch);
  });
});

describe("Optax' rule", () => {
  const noisy = Array.from({ length: 200 }, (_, t) => 1 / (1 + t / 20) + 0.2 * Math.sin(3 * t) + (t > 120 ? 0.1 : 0));

  it.each([
    { factor: 0.5, patience: 3 },
    { factor: 0.1, patience: 2, cooldown: 4, floor: 0.005 },
    { factor: 0.7, patience: 5, cooldown: 1, threshold: 0.01, minDelta: 0.02, averageOver: 4 },
    { factor: 0.3, patience: 1, threshold: 0, minDelta: 0.1, averageOver: 7, floor: 0.2 },
  ])("is contrib.reduce_on_plateau, %o", (options) => {
    const metrics = options.averageOver === undefined ? noisy : noisy.map((metric) => metric - 0.4);
    const scales = trace({ rule: "optax", ...options }, metrics);
    expect(scales).toEqual(optaxPlateau(options, metrics));
    expect(new Set(scales).size).toBeGreaterThan(2);
  });
});

describe("our rule", () => {
  it("reduces after `patience` metrics without improvement, then counts anew", () => {
    expect(trace({ patience: 2, factor: 0.5 }, [1, 0.8, 0.8, 0.8, 0.8, 0.8, 0.7, 0.7, 0.7])).toEqual([
      1, 1, 1, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125,
    ]);
    expect(trace({ patience: 0, factor: 0.5 }, [1, 1, 1])).toEqual(trace({ patience: 1, factor: 0.5 }, [1, 1, 1]));
  });

  it("counts no metric of a cooldown, but remembers the best of it", () => {
    expect(trace({ patience: 1, factor: 0.5, cooldown: 2 }, [1, 1, 0.5, 1, 0.7, 0.4])).toEqual([
      1, 0.5, 0.5, 0.5, 0.25, 0.25,
    ]);
  });

  it("stops at the floor and never rises to it", () => {
    expect(trace({ patience: 1, factor: 0.5, floor: 0.3 }, [1, 1, 1, 1])).toEqual([1, 0.5, 0.3, 0.3]);
    expect(trace({ patience: 1, factor: 0.5, floor: 0.3 }, [1, 1, 1], 0.1)).toEqual([0.1, 0.1, 0.1]);
  });

  it("takes what is not finite for no improvement, and means of several metrics", () => {
    expect(trace({ patience: 2, factor: 0.5 }, [Number.NaN, Number.NaN, -Infinity, 1])).toEqual([1, 0.5, 0.5, 0.5]);
    const pairs = { patience: 1, factor: 0.5, averageOver: 2 };
    expect(trace(pairs, [2, 0, 0, 2, 3, Number.NaN, 0, 1])).toEqual([1, 1, 1, 0.5, 0.5, 0.25, 0.25, 0.25]);
  });

  it("needs a margin: by the metric's size, or in its own unit", () => {
    const options = { patience: 1, factor: 0.5 };
    expect(trace({ ...options, threshold: 0.1 }, [100, 91])).toEqual([1, 0.5]);
    expect(trace({ ...options, threshold: 0.1 }, [100, 89])).toEqual([1, 1]);
    expect(trace({ ...options, threshold: 0, minDelta: 2, mode: "max" }, [10, 11])).toEqual([1, 0.5]);
    expect(trace({ ...options, mode: "max" }, [10, 11])).toEqual([1, 1]);
  });
});

it.each<[object, string]>([
  [{ factor: 1 }, "plateau: factor must be in (0, 1), got 1"],
  [{ patience: -1 }, "plateau: patience must be a whole number ≥ 0, got -1"],
  [{ patience: 0, rule: "optax" }, "plateau: patience must be a whole number ≥ 1, got 0"],
  [{ threshold: 1 }, "plateau: threshold must be in [0, 1), got 1"],
  [{ threshold: 0.1, rule: "keras" }, "plateau: threshold is none of Keras' rule; give minDelta"],
  [{ mode: "max", rule: "optax" }, "plateau: mode must be min by Optax' rule, got max"],
  [{ floor: -1 }, "plateau: floor must be ≥ 0, got -1"],
  [{ averageOver: 0 }, "plateau: averageOver must be a whole number ≥ 1, got 0"],
  [{ patienc: 3 }, "plateau: there is no option patienc; did you mean patience?"],
])("refuses %o", (options, message) => {
  expect(() => plateau(options)).toThrow(message);
});

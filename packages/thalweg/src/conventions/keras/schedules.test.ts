import { describe, expect, it } from "vitest";
import reference from "../../../fixtures/golden/keras/schedules.json" with { type: "json" };
import type { Schedule } from "../../schedules/index.ts";
import { keras } from "../index.ts";

type Settings = Readonly<Record<string, number | boolean | number[] | null>>;

const number = (settings: Settings, name: string): number => Number(settings[name]);

/** Keras's settings under our names of options. */
const schedules: Record<string, (settings: Settings) => Schedule> = {
  ExponentialDecay: (s) => keras.exponentialDecay(decaying(s)),
  InverseTimeDecay: (s) => keras.inverseTimeDecay(decaying(s)),
  PolynomialDecay: (s) =>
    keras.polynomialDecay({
      initial: number(s, "initial_learning_rate"),
      final: number(s, "end_learning_rate"),
      total: number(s, "decay_steps"),
      power: number(s, "power"),
      cycle: s.cycle === true,
    }),
  CosineDecay: (s) =>
    keras.cosineDecay({
      initial: number(s, "initial_learning_rate"),
      total: number(s, "decay_steps"),
      alpha: number(s, "alpha"),
      ...(s.warmup_target !== null && { peak: number(s, "warmup_target"), warmup: number(s, "warmup_steps") }),
    }),
  CosineDecayRestarts: (s) =>
    keras.cosineDecayRestarts({
      initial: number(s, "initial_learning_rate"),
      period: number(s, "first_decay_steps"),
      growth: number(s, "t_mul"),
      shrink: number(s, "m_mul"),
      alpha: number(s, "alpha"),
    }),
  PiecewiseConstantDecay: ({ boundaries, values }) =>
    keras.piecewiseConstantDecay({ boundaries: listOf(boundaries), values: listOf(values) }),
};

const decaying = (settings: Settings) => ({
  initial: number(settings, "initial_learning_rate"),
  decay: number(settings, "decay_rate"),
  every: number(settings, "decay_steps"),
  staircase: settings.staircase === true,
});

const listOf = (value: Settings[string]): number[] => (Array.isArray(value) ? value : []);

describe("Keras 3.15's schedules", () => {
  it.each(Object.entries(reference.schedules))("%s", (name, { settings, learningRate }) => {
    const create = schedules[name.split("_")[0]];
    expect(create).toBeDefined();
    const schedule = create(settings);
    expect(learningRate.length).toBe(60);
    learningRate.forEach((rate, step) => {
      expect(Math.abs(schedule(step) - rate), `step ${step}`).toBeLessThanOrEqual(1e-12 * Math.max(rate, 1e-3));
    });
  });

  it("has Keras's defaults where they differ from ours", () => {
    expect(keras.polynomialDecay({ initial: 0.1, total: 10 })(10)).toBe(1e-4);
    expect(keras.cosineDecayRestarts({ initial: 0.1, period: 10 })(20)).toBeCloseTo(0.05, 15);
  });

  it("refuses as many values as boundaries", () => {
    expect(() => keras.piecewiseConstantDecay({ boundaries: [10], values: [0.1] })).toThrow(
      "keras.piecewiseConstantDecay: values must be 2, one more than boundaries, got 1",
    );
  });
});

import { describe, expect, it } from "vitest";
import reference from "../../../../fixtures/golden/optax/schedules.json" with { type: "json" };
import type { Schedule } from "../../../schedules/index.ts";
import { optax } from "../../index.ts";

type Value = number | boolean | number[][];
type Settings = Readonly<Record<string, Value>>;
type Names = Readonly<Record<string, string>>;
type Options = Record<string, Value | number[]>;

const common: Names = {
  init_value: "initial",
  end_value: "final",
  peak_value: "peak",
  warmup_steps: "warmup",
  transition_begin: "begin",
  decay_rate: "decay",
  decay_steps: "total",
  transition_steps: "total",
};

/** Settings under our names. */
const renamed = (settings: Settings, names: Names = common): Options => {
  const options: Options = {};
  for (const [name, value] of Object.entries(settings)) {
    if (!Array.isArray(value)) options[names[name] ?? name] = value;
    else Object.assign(options, { boundaries: value.map(([step]) => step), scales: value.map(([, scale]) => scale) });
  }
  return options;
};

const decaying: Names = { ...common, transition_steps: "every" };

const creators: Readonly<Record<string, readonly [name: keyof typeof optax, names?: Names]>> = {
  exponential_decay: ["exponentialDecay", decaying],
  exponential_decay_staircase: ["exponentialDecay", decaying],
  polynomial: ["polynomialSchedule"],
  linear: ["linearSchedule"],
  cosine_decay: ["cosineDecaySchedule"],
  warmup_cosine: ["warmupCosineDecaySchedule"],
  warmup_exponential: ["warmupExponentialDecaySchedule", decaying],
  piecewise_constant: ["piecewiseConstantSchedule"],
  cosine_onecycle: ["cosineOnecycleSchedule"],
  linear_onecycle: ["linearOnecycleSchedule"],
};

const isCreator = (value: unknown): value is (options: Options) => Schedule => typeof value === "function";

const scheduleFor = (key: string, settings: Settings): Schedule => {
  const [name, names] = creators[key] ?? [];
  const create: unknown = name && optax[name];
  if (!isCreator(create)) throw new Error(`no schedule of Optax for ${key}`);
  return create(renamed(settings, names));
};

describe("Optax 0.2.8's schedules", () => {
  it.each(Object.entries<{ settings: Settings; learningRate: number[] }>(reference.schedules))(
    "%s",
    (key, { settings, learningRate }) => {
      const schedule = scheduleFor(key, settings);
      expect(learningRate.length).toBe(60);
      learningRate.forEach((rate, step) => {
        expect(Math.abs(schedule(step) - rate), `step ${step}`).toBeLessThanOrEqual(1e-12 * Math.max(rate, 1e-3));
      });
    },
  );
});

describe("exponentialDecay", () => {
  const growing = { initial: 0.1, decay: 2, every: 10, final: 0.3 };

  it("is bounded above where it grows", () => {
    const rate = optax.exponentialDecay({ ...growing, begin: 5 });
    for (const step of [0, 5, 6, 15, 20, 21, 40]) {
      expect(rate(step)).toBeCloseTo(Math.min(0.3, 0.1 * 2 ** (Math.max(step - 5, 0) / 10)), 14);
    }
  });

  it("is bounded above in stairs", () => {
    const rate = optax.exponentialDecay({ ...growing, staircase: true });
    expect([0, 9, 10, 19, 20, 50].map(rate)).toEqual([0.1, 0.1, 0.2, 0.2, 0.3, 0.3]);
    expect(optax.exponentialDecay({ ...growing, final: 0.05 })(0)).toBe(0.05);
  });
});

describe("piecewiseConstantSchedule", () => {
  it("is constant without boundaries", () => {
    expect(optax.piecewiseConstantSchedule({ initial: 0.1 })(50)).toBe(0.1);
  });

  it("wants a scale for each boundary", () => {
    expect(() => optax.piecewiseConstantSchedule({ initial: 0.1, boundaries: [10] })).toThrow(
      "optax.piecewiseConstantSchedule: boundaries and scales must be equally many, got 1 and 0",
    );
  });
});

describe("onecycle", () => {
  it("turns at whole steps", () => {
    const rate = optax.linearOnecycleSchedule({ peak: 1, total: 33 });
    expect([0, 9, 28, 33].map(rate)).toEqual([0.04, 1, 0.04, 4e-6]);
    expect(optax.cosineOnecycleSchedule({ peak: 1, total: 33 })(9)).toBe(1);
  });
});

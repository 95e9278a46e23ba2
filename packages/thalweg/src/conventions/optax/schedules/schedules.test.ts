import { describe, expect, it } from "vitest";
import reference from "../../../../fixtures/golden/optax/schedules.json" with { type: "json" };
import { type Schedule, scheduleFromSpec } from "../../../schedules/index.ts";
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

/** Values at steps 0 to 59, compared with a rule of Optax's source. */
const expectValues = (schedule: Schedule, rule: (count: number) => number): void => {
  for (let count = 0; count < 60; count++) {
    const wanted = rule(count);
    expect(Math.abs(schedule(count) - wanted), `step ${count}`).toBeLessThanOrEqual(1e-12 * Math.max(wanted, 1e-3));
  }
};

/** Optax's `cosine_decay_schedule`. */
const cosineDecay =
  (initial: number, steps: number, alpha: number, exponent: number) =>
  (count: number): number => {
    const decay = 0.5 * (1 + Math.cos((Math.PI * Math.min(count, steps)) / steps));
    return initial * ((1 - alpha) * decay ** exponent + alpha);
  };

/** Optax's `warmup_cosine_decay_schedule`. */
const warmupCosineDecay = (
  initial: number,
  peak: number,
  warmup: number,
  total: number,
  final: number,
  exponent: number,
): ((count: number) => number) => {
  const decay = cosineDecay(peak, total - warmup, final / peak, exponent);
  return (count) => (count < warmup ? (initial - peak) * (1 - count / warmup) + peak : decay(count - warmup));
};

describe("as Optax's source", () => {
  it("cosines to a power", () => {
    const decay = { initial: 0.1, total: 40, alpha: 0.1 };
    expectValues(optax.cosineDecaySchedule({ ...decay, power: 2.5 }), cosineDecay(0.1, 40, 0.1, 2.5));
    const warm = { initial: 0.01, peak: 0.1, warmup: 10, total: 50, final: 0.002 };
    for (const power of [1, 0.5, 3]) {
      const schedule = optax.warmupCosineDecaySchedule({ ...warm, power });
      expectValues(schedule, warmupCosineDecay(0.01, 0.1, 10, 50, 0.002, power));
    }
  });

  it("constants and warmup to one", () => {
    expectValues(optax.constantSchedule(0.3), () => 0.3);
    expectValues(optax.warmupConstantSchedule({ initial: 0.01, peak: 0.1, warmup: 20 }), (count) => {
      const part = 1 - Math.min(count, 20) / 20;
      return (0.01 - 0.1) * part + 0.1;
    });
  });

  it("joined schedules", () => {
    const [a, b, c] = [(_: number) => 0.5, cosineDecay(0.1, 10, 0, 1), (count: number) => 0.01 * count];
    expectValues(optax.joinSchedules([a, b, c], [7, 20]), (count) => {
      const afterFirst = count < 7 ? a(count) : b(count - 7);
      return count < 20 ? afterFirst : c(count - 20);
    });
    expect(() => optax.joinSchedules([a], [3])).toThrow(
      "optax.joinSchedules: boundaries must be one fewer than the 1 schedules, got 1",
    );
  });

  it("cosines with restarts, each with its own options", () => {
    const cycles = [
      { initial: 0, peak: 0.1, warmup: 4, total: 15, final: 0.01, power: 2 },
      { initial: 0.01, peak: 0.05, warmup: 0, total: 20 },
      { initial: 0.02, peak: 0.08, warmup: 5, total: 10, final: 0.04 },
    ];
    const rules = cycles.map(({ initial, peak, warmup, total, final = 0, power = 1 }) =>
      warmupCosineDecay(initial, peak, warmup, total, final, power),
    );
    expectValues(optax.sgdrSchedule(cycles), (count) => {
      if (count < 15) return rules[0](count);
      return count < 35 ? rules[1](count - 15) : rules[2](count - 35);
    });
  });

  it.each(["linear", "cosine"] as const)("piecewise interpolation, %s", (anneal) => {
    const [boundaries, scales] = [
      [8, 20, 21, 45],
      [2.5, 0.2, 1, 1.5],
    ];
    expectValues(optax.piecewiseInterpolateSchedule({ anneal, initial: 0.1, boundaries, scales }), (count) => {
      const bounds = [0, ...boundaries];
      const values = [0.1];
      for (const scale of scales) values.push(values[values.length - 1] * scale);
      if (count >= 45) return values[4];
      const at = bounds.findLastIndex((bound) => bound <= count);
      const [start, end] = [values[at], values[at + 1]];
      const part = (count - bounds[at]) / (bounds[at + 1] - bounds[at]);
      return anneal === "linear"
        ? (end - start) * part + start
        : end + ((start - end) / 2) * (Math.cos(Math.PI * part) + 1);
    });
    expect(optax.piecewiseInterpolateSchedule({ anneal, initial: 0.1 })(9)).toBe(0.1);
  });

  it("wants a scale for each boundary to interpolate to", () => {
    expect(() => optax.piecewiseInterpolateSchedule({ anneal: "linear", initial: 1, boundaries: [1] })).toThrow(
      "optax.piecewiseInterpolateSchedule: boundaries and scales must be equally many, got 1 and 0",
    );
  });

  it("all of which can be loaded from what they save", () => {
    const cycle = { initial: 0, peak: 0.1, warmup: 5, total: 20, power: 2 };
    const saved = [
      optax.sgdrSchedule([cycle, cycle]),
      optax.piecewiseInterpolateSchedule({ anneal: "cosine", initial: 0.1, boundaries: [9], scales: [2] }),
    ];
    for (const schedule of saved) {
      expectValues(scheduleFromSpec(JSON.parse(JSON.stringify(schedule.spec))), schedule);
    }
  });
});

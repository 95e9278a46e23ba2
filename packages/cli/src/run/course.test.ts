import { type Json, linear, scheduleFromSpec, schedules, step } from "thalweg/schedules";
import { describe, expect, it } from "vitest";
import { courseOf, usualSteps } from "./course.ts";

describe("courseOf", () => {
  it("has the value of every step", () => {
    const course = courseOf(step({ initial: 1, every: 2, factor: 0.5 }), 5);
    expect([...course.values]).toEqual([1, 1, 0.5, 0.5, 0.25, 0.25]);
    expect([course.first, course.last]).toEqual([
      { step: 0, value: 1 },
      { step: 5, value: 0.25 },
    ]);
    expect([course.highest.step, course.lowest.step]).toEqual([0, 4]);
  });

  it("leaves steps out of very long courses, but not the last", () => {
    const course = courseOf(step({ initial: 1, every: 1_000_000, factor: 0.5 }), 4_000_003);
    expect(course.every).toBe(5);
    expect(course.values.length).toBeLessThanOrEqual(1_000_000);
    expect(course.last).toEqual({ step: 4_000_003, value: 0.0625 });
    const { lowest, last } = courseOf(linear({ initial: 1, total: 4_000_003 }), 4_000_003);
    expect(lowest).toEqual(last);
  });

  it("says where a schedule grows beyond numbers", () => {
    const growing = scheduleFromSpec({ kind: "exponential", initial: 1, decay: 10 });
    expect(() => courseOf(growing, 400)).toThrow("exponential: the value at step 309 is Infinity; draw fewer --steps");
  });
});

describe("usualSteps", () => {
  const cosine = { kind: "cosine", peak: 1, total: 90 };

  it.each<[Json, number]>([
    [{ kind: "constant", value: 1 }, 100],
    [cosine, 90],
    [{ ...cosine, periodic: true }, 270],
    [{ kind: "step", initial: 1, every: 30, factor: 0.1 }, 120],
    [{ kind: "multiStep", initial: 1, milestones: [30, 60] }, 80],
    [{ kind: "cosineRestarts", peak: 1, period: 10, growth: 2 }, 149],
    [{ kind: "cyclic", floor: 0, peak: 1, up: 4, down: 6 }, 30],
    [{ kind: "inverseSquareRoot", peak: 1, warmup: 10 }, 200],
    [{ kind: "warmup", steps: 10, schedule: cosine }, 100],
    [{ kind: "joined", pieces: [{ until: 10, schedule: 1 }, { schedule: cosine }] }, 100],
    [{ kind: "perEpoch", schedule: cosine, updatesPerEpoch: 4 }, 360],
  ])("%j", (spec, steps) => expect(usualSteps(spec)).toBe(steps));

  it.each(Object.values(schedules))("is a whole number for $kind", ({ kind, example }) => {
    const steps = usualSteps(scheduleFromSpec({ kind, ...example.options }).spec);
    expect(Number.isSafeInteger(steps) && steps >= 1).toBe(true);
  });
});

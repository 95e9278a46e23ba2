import { expect, it } from "vitest";
import { constant, cosine, linear, type Schedule, step, warmupCosine } from "../schedules/index.ts";
import { courseOf } from "./rate-course.ts";

const ratesOf = (schedule: Schedule, updates: number) =>
  Array.from({ length: updates }, (_, index) => ({ update: index + 1, rate: schedule(index) }));

const totalsOf = (schedule: Schedule, updates: number): readonly number[] => {
  const course = courseOf(ratesOf(schedule, updates));
  return course === undefined || course === "rising" ? [] : course.totals;
};

it.each([2, 3, 4, 8])("tells the length of a schedule %i times as long as the run", (times) => {
  const total = 100 * times;
  expect(totalsOf(linear({ initial: 0.1, final: 0, total }), 100)[0]).toBeCloseTo(total, 6);
  const bent = totalsOf(cosine({ peak: 0.1, total }), 100);
  expect(Math.min(...bent.map((found) => Math.abs(found - total)))).toBeLessThan(1e-6);
});

it("tells it behind a warmup, too", () => {
  const bent = totalsOf(warmupCosine({ peak: 0.1, warmup: 20, total: 400 }), 200);
  expect(Math.min(...bent.map((found) => Math.abs(found - 400)))).toBeLessThan(1);
});

it("knows a warmup that never ends, and says nothing of steps and constants", () => {
  expect(courseOf(ratesOf(warmupCosine({ peak: 0.1, warmup: 200, total: 400 }), 100))).toBe("rising");
  expect(courseOf(ratesOf(warmupCosine({ peak: 0.1, warmup: 50, total: 100 }), 100))).not.toBe("rising");
  expect(courseOf(ratesOf(constant(0.1), 100))).toBeUndefined();
  expect(courseOf(ratesOf(step({ initial: 0.1, every: 50, factor: 0.5 }), 100))).toBeUndefined();
});

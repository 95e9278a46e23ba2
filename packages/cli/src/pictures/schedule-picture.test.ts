import { scheduleFromSpec, schedules, warmupCosine } from "thalweg/schedules";
import { describe, expect, it } from "vitest";
import { writeSchedule } from "../options/notation.ts";
import { courseOf, usualSteps } from "../run/course.ts";
import { courseText, pointsOf, schedulePicture } from "./schedule-picture.ts";

const rate = warmupCosine({ peak: 1e-3, warmup: 100, total: 1000 });

describe("schedulePicture", () => {
  it.each(Object.values(schedules))("draws $kind in a well-formed picture", (shape) => {
    const schedule = scheduleFromSpec({ kind: shape.kind, ...shape.example.options });
    const course = courseOf(schedule, usualSteps(schedule.spec));
    for (const isLogarithmic of [false, true]) {
      const svg = schedulePicture(shape, writeSchedule(schedule.spec), course, isLogarithmic);
      expect(svg).toContain(`>${shape.kind}: ${shape.summary}</text>`);
      expect(svg).not.toMatch(/="[^"]*(NaN|Infinity)/);
      expect(svg.match(/<polyline /g)).toHaveLength(1);
      expect(svg).toContain("prefers-color-scheme: dark");
      expect(svg.length).toBeLessThan(60_000);
      const open: string[] = [];
      for (const [tag, closing, name] of svg.matchAll(/<(\/?)(\w+)[^>]*>/g)) {
        if (tag.endsWith("/>")) continue;
        if (closing) expect(open.pop()).toBe(name);
        else open.push(name);
      }
      expect(open).toEqual([]);
    }
  });
});

it("keeps the ends and the extremes of courses with more points than pixels", () => {
  const course = courseOf(rate, 1000);
  const points = pointsOf(course, 37);
  expect(points.length).toBeLessThanOrEqual(2 * 37 + 1);
  expect(points[0]).toEqual([0, 0]);
  expect(points).toContainEqual([100, 1e-3]);
  expect(points.at(-1)).toEqual([1000, 0]);
  expect(pointsOf(course, 2000)).toHaveLength(1001);
});

it("says where a course begins, culminates and ends", () => {
  expect(courseText(courseOf(rate, 1000))).toBe("first 0, highest 0.001 at step 100, last 0 at step 1,000");
  const dip = scheduleFromSpec({ kind: "cyclic", floor: 0.9, peak: 0.8, up: 4 });
  expect(courseText(courseOf(dip, 8))).toBe(
    "first 0.9, highest 0.9 at step 0, lowest 0.8 at step 4, last 0.9 at step 8",
  );
});

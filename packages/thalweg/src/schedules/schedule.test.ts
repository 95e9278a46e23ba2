import { expect, it } from "vitest";
import { linear } from "./linear.ts";
import { asSchedule, toJson } from "./schedule.ts";

it("takes numbers, schedules and functions for schedules", () => {
  const line = linear({ initial: 1, total: 10 });
  expect(asSchedule(line)).toBe(line);
  expect(asSchedule(0.5)(7)).toBe(0.5);
  expect(asSchedule(0.5).spec).toEqual({ kind: "constant", value: 0.5 });
  const square = (t: number): number => t * t;
  expect(asSchedule(square)(7)).toBe(49);
  expect(asSchedule(square).spec).toEqual({ kind: "function" });
  expect("spec" in square).toBe(false);
});

it("writes schedules within options by their specs", () => {
  const spec = { kind: "linear", initial: 1, total: 10, final: 0 };
  expect(toJson({ pieces: [{ schedule: linear({ initial: 1, total: 10 }) }], on: true, none: null })).toEqual({
    pieces: [{ schedule: spec }],
    on: true,
    none: null,
  });
});

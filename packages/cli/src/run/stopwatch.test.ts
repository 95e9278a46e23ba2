import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Stopwatch } from "./stopwatch.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it("takes the median of the updates, not moved by the first or by validation", () => {
  const stopwatch = new Stopwatch();
  stopwatch.onTrainBegin();
  for (const epoch of [[500, 2, 4], [3]]) {
    stopwatch.onEpochBegin();
    for (const milliseconds of epoch) {
      vi.advanceTimersByTime(milliseconds);
      stopwatch.onStepEnd();
    }
    vi.advanceTimersByTime(1000);
  }
  stopwatch.onTrainEnd();
  expect(stopwatch.millisecondsPerStep).toBe(3.5);
  expect(stopwatch.seconds).toBeCloseTo(2.509, 9);
  expect(new Stopwatch().millisecondsPerStep).toBeNaN();
});

it("tells the time while it runs, and adds that of before", () => {
  const stopwatch = new Stopwatch();
  stopwatch.onTrainBegin();
  stopwatch.goOn(10);
  vi.advanceTimersByTime(1500);
  expect(stopwatch.seconds).toBeCloseTo(11.5, 9);
});

import { describe, expect, it } from "vitest";
import { mostAccurate, scoreOf } from "./scores.ts";
import { factsOf, seenOf, setupFor } from "./testing/seen.ts";

describe("mostAccurate", () => {
  it("is the accuracy of a network whose errors are even among the other classes", () => {
    for (const [classes, error] of [
      [2, 0.1],
      [10, 0.3],
      [100, 0.6],
    ]) {
      const loss = -(1 - error) * Math.log(1 - error) - error * Math.log(error / (classes - 1));
      expect(mostAccurate(loss, classes)).toBeCloseTo(1 - error, 5);
    }
  });

  it("ends at all right and at guessing", () => {
    expect(mostAccurate(0, 5)).toBeCloseTo(1, 5);
    expect(mostAccurate(Math.log(5), 5)).toBe(0.2);
    expect(mostAccurate(30, 5)).toBe(0.2);
  });
});

describe("scoreOf", () => {
  const regression = setupFor({
    loss: { name: "mse", expects: "values" },
    data: factsOf({ targets: { mean: 0, deviation: 2, smallest: -5, largest: 5, nonFinite: 0 } }),
  });

  it("takes what was measured", () => {
    expect(scoreOf({ loss: 9, metrics: { accuracy: 0.75 } }, seenOf())).toEqual({
      value: 0.75,
      name: "accuracy",
      measured: true,
    });
    expect(scoreOf({ loss: 9, metrics: { r2: 0.5 } }, seenOf({ setup: regression }))?.value).toBe(0.5);
  });

  it("follows from the loss where nothing was", () => {
    expect(scoreOf({ loss: 1, metrics: {} }, seenOf({ setup: regression }))).toEqual({
      value: 0.75,
      name: "r2",
      measured: false,
    });
    expect(scoreOf({ loss: Math.log(2), metrics: {} }, seenOf())?.value).toBe(0.5);
    const huber = setupFor({ ...regression, loss: { name: "huber", expects: "values" } });
    expect(scoreOf({ loss: 1, metrics: {} }, seenOf({ setup: huber }))).toBeUndefined();
  });
});

import { describe, expect, it } from "vitest";
import { isBetter, modeFor, monitoredValue, monitoredValues } from "./monitor.ts";
import { epochRecord } from "./testing/fake-fitting.ts";

describe("monitoredValues", () => {
  it("names loss and metrics, and the same on validation data", () => {
    const record = epochRecord(1, {
      loss: 0.5,
      metrics: { accuracy: 0.8 },
      validation: { loss: 0.6, metrics: { accuracy: 0.7 } },
    });
    expect(monitoredValues(record)).toEqual({
      loss: 0.5,
      accuracy: 0.8,
      validationLoss: 0.6,
      validationAccuracy: 0.7,
    });
    expect(monitoredValues(epochRecord(1, { loss: 0.5 }))).toEqual({ loss: 0.5 });
  });
});

describe("monitoredValue", () => {
  it("says which names there are", () => {
    const record = epochRecord(1, { metrics: { accuracy: 0.8 } });
    expect(monitoredValue("a", "accuracy", record)).toBe(0.8);
    expect(() => monitoredValue("earlyStopping", "validationLoss", record)).toThrow(
      "earlyStopping: monitor must be one of loss, accuracy, got validationLoss; give fit() validation data for it",
    );
    expect(() => monitoredValue("checkpoint", "acuracy", record)).toThrow("got acuracy");
  });
});

describe("isBetter", () => {
  it("needs more than minDelta in the right direction, and is never so for NaN", () => {
    expect(isBetter(0.9, 1, "min")).toBe(true);
    expect(isBetter(0.9, 1, "min", 0.2)).toBe(false);
    expect(isBetter(1.1, 1, "max")).toBe(true);
    expect(isBetter(1, 1, "max")).toBe(false);
    expect(isBetter(Number.NaN, Infinity, "min")).toBe(false);
    expect(isBetter(Number.NaN, -Infinity, "max")).toBe(false);
  });

  it("knows what should rise", () => {
    const metrics = [
      { name: "score", better: "higher" as const },
      { name: "distance", better: "lower" as const },
    ];
    const modes = (monitors: readonly string[]) => monitors.map((monitor) => modeFor(monitor, { metrics }));
    expect(modes(["loss", "validationLoss", "distance", "validationDistance"])).toEqual(["min", "min", "min", "min"]);
    expect(modes(["score", "validationScore"])).toEqual(["max", "max"]);
  });
});

import { describe, expect, it } from "vitest";
import { namedSchedules } from "./named-schedules.ts";

const run = { peak: 0.1, steps: 100 };

describe("namedSchedules", () => {
  it("stretches courses over the run", () => {
    const [same, cosine] = namedSchedules("constant,cosine", run);
    expect([same.name, same.schedule(99)]).toEqual(["constant", 0.1]);
    expect([cosine.schedule(0), cosine.schedule(50), cosine.schedule(100)]).toEqual([0.1, 0.05, 0]);
  });

  it("takes options, and the run's peak and length for those left out", () => {
    const [decayed, own] = namedSchedules("exponential:decay=0.5,every=10,cosine:peak=1,total=4", run);
    expect(decayed.name).toBe("exponential:decay=0.5,every=10");
    expect([decayed.schedule(0), decayed.schedule(10)]).toEqual([0.1, 0.05]);
    expect(own.schedule(2)).toBeCloseTo(0.5, 12);
  });

  it("keeps schedules in schedules together", () => {
    const [warm] = namedSchedules("warmup:steps=10,schedule=(cosine:peak=1,total=90)", run);
    expect(warm.schedule(5)).toBe(0.5);
  });

  it.each([
    ["cosin", "there is no schedule cosin; did you mean cosine?"],
    ["", "a schedule must be given, got nothing"],
    ["cosine,cosine", "--compare: cosine is there twice; name each once"],
  ])("refuses %j", (text, message) => {
    expect(() => namedSchedules(text, run)).toThrow(message);
  });
});

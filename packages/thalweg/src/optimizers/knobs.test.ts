import { describe, expect, it } from "vitest";
import {
  accumulateMomentum,
  adam,
  chain,
  gradientDescent,
  hostKnobs,
  scale,
  scaleByRms,
  startingCounters,
} from "./index.ts";

describe("hostKnobs", () => {
  it("shows schedules step 0 at t = 1", () => {
    const optimizer = gradientDescent({ learningRate: (step) => 10 + step });
    expect(hostKnobs(optimizer, { step: 1, counters: {} }).knobs["scaleByLearningRate/learningRate"]).toBe(10);
    expect(hostKnobs(optimizer, { step: 8, counters: {} }).knobs["scaleByLearningRate/learningRate"]).toBe(17);
  });

  it("advances counters only in what it returns", () => {
    const optimizer = adam({ beta1: 0.5, beta2: 0.75 });
    const counters = startingCounters(optimizer);
    const first = hostKnobs(optimizer, { step: 1, counters });
    expect(counters).toEqual({ "scaleByAdam/mDecay": 1, "scaleByAdam/vDecay": 1 });
    expect(first.counters).toEqual({ "scaleByAdam/mDecay": 0.5, "scaleByAdam/vDecay": 0.75 });
    expect(hostKnobs(optimizer, { step: 1, counters })).toEqual(first);
    const second = hostKnobs(optimizer, { step: 2, counters: first.counters });
    expect(second.knobs["scaleByAdam/mScale"]).toBe(1 / (1 - 0.25));
    expect(second.knobs["scaleByAdam/vScale"]).toBe(1 / (1 - 0.5625));
  });

  it("gives every stage its own counters", () => {
    const optimizer = chain(accumulateMomentum({ beta: 0.5 }), scaleByRms({ rho: 0.75 }));
    const first = hostKnobs(optimizer, { step: 1, counters: startingCounters(optimizer) });
    const { counters } = hostKnobs(optimizer, { step: 2, counters: first.counters });
    expect(counters).toEqual({ "accumulateMomentum/vDecay": 0.25, "scaleByRms/decay": 0.5625 });
  });

  it("holds what is overridden", () => {
    const optimizer = chain(scale(2), scale(3));
    const { knobs } = hostKnobs(optimizer, { step: 1, counters: {}, overrides: { "scale_2/factor": 5 } });
    expect(knobs).toEqual({ "scale/factor": 2, "scale_2/factor": 5 });
  });

  it("refuses a schedule's value that is not finite", () => {
    expect(() =>
      hostKnobs(
        scale((step) => 1 / step),
        { step: 1, counters: {} },
      ),
    ).toThrow("scale: factor must be a finite number, got Infinity at step 0");
  });
});

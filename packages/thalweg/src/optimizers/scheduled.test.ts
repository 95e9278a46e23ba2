import { expect, it } from "vitest";
import { samples } from "../schedules/testing/samples.ts";
import { adamW, Optimizer } from "./index.ts";

/** One number that three hyperparameters of AdamW follow, each in its range. */
const scheduled = (name: string) => {
  const schedule = samples[name];
  const optimizer = adamW({ learningRate: schedule, beta1: (t) => 0.5 + schedule(t) / 10, weightDecay: schedule });
  return { weights: { w: Float64Array.of(1, -2) }, optimizer };
};

it.each(Object.keys(samples))("goes on with %s from a saved state at the rates of an unbroken run", (name) => {
  const total = 24;
  const whole = scheduled(name);
  const unbroken = new Optimizer(whole.weights, whole.optimizer);
  const rates = Array.from({ length: total }, () => {
    const before = unbroken.hyperparameters;
    unbroken.step({ w: [0.3, -0.7] });
    return before;
  });
  for (const [t, knobs] of rates.entries()) {
    expect(knobs["scaleByLearningRate/learningRate"]).toBe(samples[name](t));
    expect(knobs["addDecayedWeights/weightDecay"]).toBe(samples[name](t));
  }
  for (const stop of [1, 7, 16]) {
    const half = scheduled(name);
    const first = new Optimizer(half.weights, half.optimizer);
    for (let t = 0; t < stop; t++) first.step({ w: [0.3, -0.7] });
    const resumed = new Optimizer(half.weights, half.optimizer);
    resumed.load(structuredClone(first.state()));
    for (let t = stop; t < total; t++) {
      expect(resumed.hyperparameters).toEqual(rates[t]);
      resumed.step({ w: [0.3, -0.7] });
    }
    expect(half.weights).toEqual(whole.weights);
  }
});

import { describe, expect, it } from "vitest";
import { chain, filled, modelTransform, Optimizer, transform, zeroed } from "./index.ts";

describe("transform", () => {
  it("carries slots, counters and knobs from step to step", () => {
    const counting = transform({
      name: "counting",
      config: { base: 10 },
      slots: { sum: zeroed, product: filled(1) },
      counters: { calls: 0 },
      knobs: ({ step, base, counters }) => ({ seen: step * base + ++counters.calls }),
      update: ({ update, sum, product, seen }) => ({
        update: seen.expand(update.shape),
        sum: sum.add(update),
        product: product.mul(update),
      }),
    });
    const weights = { w: Float64Array.of(0) };
    const optimizer = new Optimizer(weights, counting);
    optimizer.step({ w: [2] });
    optimizer.step({ w: [5] });
    expect(weights.w[0]).toBe(11 + 22);
    expect(optimizer.state()).toEqual({
      step: 2,
      batches: 0,
      held: {},
      counters: { "counting/calls": 2 },
      slots: { "counting/sum/w": Float64Array.of(7), "counting/product/w": Float64Array.of(10) },
    });
  });

  it("sees gradient, parameter and what the stages before it did", () => {
    const double = transform({ name: "double", update: ({ update }) => ({ update: update.mul(2) }) });
    const mix = transform({
      name: "mix",
      update: ({ update, gradient, parameter }) => ({ update: update.add(gradient.mul(10)).add(parameter.mul(100)) }),
    });
    const weights = { w: Float64Array.of(1) };
    new Optimizer(weights, chain(double, mix)).step({ w: [3] });
    expect(weights.w[0]).toBe(1 + 6 + 30 + 100);
  });

  it("gives a rule for all parameters every block, float32 and float64", () => {
    const mean = modelTransform({
      name: "shareMean",
      slots: { last: zeroed },
      updateAll: ({ parts }) => {
        const total = parts.map(({ update }) => update.sum()).reduce((a, b) => a.add(b));
        return parts.map(({ update }) => ({ update: total.expand(update.shape), last: update }));
      },
    });
    const weights = { a: Float64Array.of(0, 0), b: Float32Array.of(0) };
    const optimizer = new Optimizer(weights, mean);
    optimizer.step({ a: [1, 2], b: [4] });
    expect([...weights.a, ...weights.b]).toEqual([7, 7, 7]);
    expect(optimizer.state().slots["shareMean/last/b"]).toEqual(Float32Array.of(4));
  });

  it("says which result of a rule has the wrong shape", () => {
    const wrong = transform({ name: "wrong", update: ({ update }) => ({ update: update.sum() }) });
    expect(() => new Optimizer({ w: Float64Array.of(1, 2) }, wrong)).toThrow(
      "wrong: update must return update with shape [2], got []",
    );
  });
});

import { describe, expect, it } from "vitest";
import { ThalwegError } from "../errors/thalweg-error.ts";
import { warmupCosine } from "../schedules/index.ts";
import {
  accumulate,
  adam,
  adamW,
  chain,
  clipByGlobalNorm,
  gradientDescent,
  momentum,
  Optimizer,
  type OptimizerSpec,
  rmsProp,
  route,
  transform,
} from "./index.ts";

const gradientAt = (step: number): number[] => [Math.sin(step), Math.cos(2 * step), 0.1 * step];

describe("Optimizer", () => {
  it("changes weights in place, float32 and float64 side by side", () => {
    const weights = { a: Float64Array.of(1, 2), b: { data: Float32Array.of(1, 2, 3, 4), shape: [2, 2] } };
    const optimizer = new Optimizer(weights, gradientDescent({ learningRate: 0.5 }));
    expect(optimizer.step({ a: [1, 1], b: [2, 2, 2, 2] })).toEqual({ applied: true, step: 1 });
    expect([...weights.a]).toEqual([0.5, 1.5]);
    expect([...weights.b.data]).toEqual([0, 1, 2, 3]);
  });

  it("refuses a gradient that is not finite and changes nothing", () => {
    const weights = { v: Float64Array.of(1), w: Float64Array.of(1, 2, 3, 4) };
    const optimizer = new Optimizer(weights, adam());
    optimizer.step({ v: [1], w: [1, 2, 3, 4] });
    const [before, state] = [structuredClone(weights), optimizer.state()];
    expect(optimizer.step({ v: [1], w: [1, 2, 3, Number.NaN] })).toEqual({
      applied: false,
      cause: "non-finite",
      reason: "gradient of w is not finite at index 3 (NaN)",
    });
    expect(optimizer.step({ v: [Number.POSITIVE_INFINITY], w: [1, 2, 3, 4] }).applied).toBe(false);
    expect(weights).toEqual(before);
    expect(optimizer.state()).toEqual(state);
    expect(optimizer.step({ v: [1], w: [1, 2, 3, 4] })).toEqual({ applied: true, step: 2 });
  });

  it("names the parameter of a gradient that does not fit", () => {
    const optimizer = new Optimizer({ weights: Float64Array.of(1, 2) }, adam());
    expect(() => optimizer.step({})).toThrow("step: the gradient of weights is missing");
    expect(() => optimizer.step({ weights: [1] })).toThrow("step: the gradient of weights must have 2 values, got 1");
    expect(() => optimizer.step({ weights: [1, 2], weihgts: [1] })).toThrow(
      "there is no parameter weihgts; did you mean weights?",
    );
    expect(() => new Optimizer({ w: { data: Float64Array.of(1), shape: [2] } }, adam())).toThrow(ThalwegError);
  });

  it("says what is no optimizer, and what to do", () => {
    const weights = { w: Float64Array.of(1) };
    // @ts-expect-error: a recipe that is not called.
    expect(() => new Optimizer(weights, adam)).toThrow(
      "Optimizer: optimizer must come from a call such as adam(), got the function adam; call it",
    );
    // @ts-expect-error: none.
    expect(() => new Optimizer(weights, undefined)).toThrow("must come from a call such as adam(), got undefined");
    // @ts-expect-error: a name.
    expect(() => chain(adam(), "emaWeights")).toThrow(
      "chain: stage 2 must come from a call such as adam(), got emaWeights",
    );
    // @ts-expect-error: what goes around a chain stands in it.
    expect(() => chain(accumulate(2, adam()))).toThrow(
      "chain: stage 1 cannot be accumulate(), which goes around all else",
    );
    // @ts-expect-error: a recipe that is not called.
    expect(() => route([{ match: "w", use: adam }])).toThrow("route: use of entry 0 must come from a call");
  });

  it("goes on from JSON, and says how to write it", () => {
    const [weights, others] = [{ w: Float64Array.of(1, 2) }, { w: Float64Array.of(1, 2) }];
    const optimizer = new Optimizer(weights, adam());
    optimizer.step({ w: [0.1, 0.3] });
    others.w.set(weights.w);
    const again = new Optimizer(others, adam());
    expect(() => again.load(JSON.parse(JSON.stringify(optimizer.state())))).toThrow(
      "optimizer state: scaleByAdam/m/w must be an array of 2 values; JSON makes objects of typed arrays",
    );
    expect(() => again.load(JSON.parse("{}"))).toThrow("optimizer state: must be what state() gave");
    const text = JSON.stringify(optimizer.state(), (_, value) => (value instanceof Float64Array ? [...value] : value));
    again.load(JSON.parse(text));
    for (const each of [optimizer, again]) each.step({ w: [0.2, -0.7] });
    expect(others.w).toEqual(weights.w);
  });

  it.each<[string, OptimizerSpec]>([
    [
      "adamW with warmup and clipping",
      chain(clipByGlobalNorm(0.5), adamW({ learningRate: warmupCosine({ peak: 0.1, warmup: 5, total: 40 }) })),
    ],
    ["momentum", momentum({ biasCorrection: true })],
    ["centered rmsProp with momentum", rmsProp({ centered: true, momentum: 0.9, biasCorrection: true })],
  ])("continues from a saved state to the bit: %s", (_, spec) => {
    const whole = { w: Float64Array.of(1, -2, 3) };
    const straight = new Optimizer(whole, spec);
    for (let step = 0; step < 10; step++) straight.step({ w: gradientAt(step) });
    const saved = structuredClone(straight.state());
    const copy = { w: whole.w.slice() };
    const resumed = new Optimizer(copy, spec);
    resumed.load(saved);
    for (let step = 10; step < 30; step++) {
      straight.step({ w: gradientAt(step) });
      resumed.step({ w: gradientAt(step) });
    }
    expect(copy.w).toEqual(whole.w);
    expect(resumed.state()).toEqual(straight.state());
  });

  it("saves by name and says what is missing, extra or of another size", () => {
    const optimizer = new Optimizer({ w: Float64Array.of(1, 2) }, adam());
    const state = optimizer.state();
    expect(Object.keys(state.slots)).toEqual(["scaleByAdam/m/w", "scaleByAdam/v/w"]);
    expect(Object.keys(state.counters)).toEqual(["scaleByAdam/mDecay", "scaleByAdam/vDecay"]);
    const { "scaleByAdam/m/w": m } = state.slots;
    expect(() => optimizer.load({ ...state, slots: { "scaleByAdam/m/w": m, "scaleByAdam/m/x": m } })).toThrow(
      "slots do not fit: missing scaleByAdam/v/w; not of this optimizer scaleByAdam/m/x",
    );
    expect(() =>
      optimizer.load({ ...state, slots: { ...state.slots, "scaleByAdam/v/w": Float64Array.of(1) } }),
    ).toThrow("scaleByAdam/v/w must hold 2 values, got 1");
    expect(() => optimizer.load({ ...state, counters: {} })).toThrow("missing scaleByAdam/mDecay, scaleByAdam/vDecay");
  });

  it("shows hyperparameters and lets them be held", () => {
    const weights = { w: Float64Array.of(0) };
    const optimizer = new Optimizer(weights, gradientDescent({ learningRate: (step) => step + 1 }));
    optimizer.step({ w: [1] });
    expect(optimizer.hyperparameters).toEqual({ "scaleByLearningRate/learningRate": 2 });
    optimizer.set("scaleByLearningRate/learningRate", 10);
    optimizer.step({ w: [1] });
    expect(weights.w[0]).toBe(-11);
    expect(() => optimizer.set("scaleByLearningRate/rate", 1)).toThrow(
      "did you mean scaleByLearningRate/learningRate?",
    );
  });

  it("passes the loss to rules that use it", () => {
    const byLoss = transform({
      name: "byLoss",
      update: ({ update, loss }) => ({ update: loss ? update.mul(loss) : update }),
    });
    const weights = { w: Float64Array.of(0) };
    const optimizer = new Optimizer(weights, byLoss);
    optimizer.step({ w: [2] }, { loss: 3 });
    expect(weights.w[0]).toBe(6);
    expect(() => optimizer.step({ w: [2] })).toThrow("pass { loss }");
  });
});

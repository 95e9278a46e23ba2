import { beforeAll, describe, expect, it } from "vitest";
import { vjp } from "../autodiff/index.ts";
import { compile, ones, type RunKey, type Tensor, tensor, useDevice, zeros } from "../tensor/index.ts";
import { dropout } from "./dropout.ts";
import { sequential } from "./sequential.ts";
import { spatialDropout } from "./spatial-dropout.ts";
import { firstContext } from "./testing/context.ts";

const rate = 0.3;
const shape = [100, 400];
const size = 40_000;

/** What dropout makes of ones, with the gradient of its sum. */
const dropped = async (seed: number, key: Partial<RunKey> = {}, training = true) => {
  const run = compile<Tensor, Tensor, Record<"y" | "gradient" | "first" | "second", Tensor>>(
    ({ state, inputs, random, training: isTraining }) => {
      const context = { parameters: {}, state: {}, training: isTraining, random };
      const alone = sequential([dropout(rate)]);
      const { value, pullback } = vjp((x: Tensor) => alone.apply(x, context).y, inputs);
      // dropout_1 sees ones, too: both paths are compared on the same input.
      const second = dropout(rate).apply(inputs, { ...context, random: random.at("dropout_1") });
      const first = dropout(rate).apply(inputs, { ...context, random: random.at("dropout") });
      return { state, outputs: { y: value, gradient: pullback(ones(shape)), first: first.y, second: second.y } };
    },
    { state: zeros([1]), seed },
  );
  const outputs = await run.run({ inputs: ones(shape), training, ...key });
  return {
    y: await outputs.y.data(),
    gradient: await outputs.gradient.data(),
    first: await outputs.first.data(),
    second: await outputs.second.data(),
  };
};

const agreement = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from({ length: size }, (_, index): number => (a[index] === b[index] ? 1 : 0)).reduce(
    (sum, same) => sum + same,
  ) / size;

/** Of independent masks, a share of keep² + rate² agrees; five deviations around it. */
const independent = { share: (1 - rate) ** 2 + rate ** 2, margin: 5 * Math.sqrt(0.25 / size) };

describe("dropout", () => {
  beforeAll(() => useDevice("reference"));

  it("keeps a share of 1 − rate, scaled so that the mean stays", async () => {
    const { y } = await dropped(0);
    const kept = y.filter((value) => value !== 0);
    expect(kept.every((value) => Math.abs(value * (1 - rate) - 1) < 1e-6)).toBe(true);
    const deviation = Math.sqrt((rate * (1 - rate)) / size);
    expect(Math.abs(kept.length / size - (1 - rate))).toBeLessThan(4 * deviation);
    const mean = Float64Array.from(y).reduce((sum, value) => sum + value, 0) / size;
    expect(Math.abs(mean - 1)).toBeLessThan((4 * deviation) / (1 - rate));
  });

  it("lets gradients through where values went through", async () => {
    const { y, gradient } = await dropped(0);
    expect(gradient).toEqual(y);
  });

  it("draws the same mask for the same seed, path, step and micro-batch, and else another", async () => {
    const key = { step: 3, microBatch: 1 };
    const { y, first, second } = await dropped(1, key);
    expect((await dropped(1, key)).y).toEqual(y);
    expect(first).toEqual(y);
    const others = [
      (await dropped(2, key)).y,
      (await dropped(1, { ...key, step: 4 })).y,
      (await dropped(1, { ...key, microBatch: 0 })).y,
      second,
    ];
    for (const other of others) {
      expect(Math.abs(agreement(other, y) - independent.share)).toBeLessThan(independent.margin);
    }
  });

  it("is the identity when not training, and at rate 0", async () => {
    const { y, gradient } = await dropped(0, {}, false);
    expect(y.every((value) => value === 1)).toBe(true);
    expect(gradient.every((value) => value === 1)).toBe(true);
    const x = ones([2]);
    expect(dropout(0).apply(x, firstContext(dropout(0), [2], { training: true })).y).toBe(x);
  });

  it.each([
    { name: "dropout", layer: dropout(0.2) },
    { name: "spatialDropout", layer: spatialDropout(0.2) },
  ])("scales bytes as numbers ($name)", async ({ layer }) => {
    const run = compile<Tensor, Tensor, Tensor>(
      ({ state, inputs, random }) => ({
        state,
        outputs: layer.apply(inputs, { parameters: {}, state: {}, training: true, random }).y,
      }),
      { state: zeros([1]) },
    );
    const y = await (await run.run({ inputs: tensor(new Uint8Array(300).fill(250), [10, 30]) })).data();
    expect([...new Set(y)].sort((a, b) => a - b)).toEqual([0, 312.5]);
  });

  it("refuses rates outside [0, 1)", () => {
    expect(() => dropout(1)).toThrow("dropout: rate must be in [0, 1), got 1");
    expect(() => dropout(Number.NaN)).toThrow("got NaN");
  });
});

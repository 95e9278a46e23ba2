import { describe, expect, it } from "vitest";
import { Optimizer, type OptimizerSpec } from "../../optimizers/index.ts";
import { isConvention, keras } from "../index.ts";

const conventions = Object.values(keras).filter(isConvention);

type Arrays = Readonly<Record<string, readonly number[]>>;

/** Updates of weights by gradients, the same at each step. */
const stepped = (optimizer: OptimizerSpec, start: Arrays, gradient: Arrays, steps = 1) => {
  const weights = Object.fromEntries(
    Object.entries(start).map(([name, values]) => [
      name,
      { data: Float64Array.from(values), shape: [1, values.length] },
    ]),
  );
  const running = new Optimizer(weights, optimizer);
  const path: number[] = [];
  for (let step = 0; step < steps; step++) {
    running.step(gradient);
    path.push(weights.w.data[0]);
  }
  const evaluation: Readonly<Record<string, ArrayLike<number>>> = running.evaluationWeights();
  return { w: [...weights.w.data], evaluated: Number(evaluation.w[0]), path };
};

describe("what all of Keras's optimizers share", () => {
  it("is offered by each", () => {
    expect(conventions.map(({ name }) => name).sort()).toEqual(
      ["adadelta", "adafactor", "adagrad", "adam", "adamW", "adamax", "ftrl", "lamb", "lion", "muon", "nadam"]
        .concat(["rmsprop", "scheduleFreeAdamW", "sgd"])
        .sort(),
    );
    for (const { rules } of conventions) {
      expect(Object.keys(rules)).toEqual(
        expect.arrayContaining(["weightDecay", "clipNorm", "globalClipNorm", "clipValue", "useEma", "emaMomentum"]),
      );
    }
  });

  // What scheduleFreeAdamW shrinks is not all that it keeps: see its own tests.
  const shrinking = conventions.filter(({ name }) => name !== "scheduleFreeAdamW");

  it.each(shrinking)("$name shrinks weights by ηλw before the update", (create) => {
    const own = { learningRate: 0.5, clipNorm: 0 };
    const [start, gradient] = [{ w: [3, 4] }, { w: [0.6, -0.2] }];
    const shrunk = { w: start.w.map((value) => value * (1 - 0.5 * 0.1)) };
    const decayed = stepped(create({ ...own, weightDecay: 0.1 }), start, gradient);
    const expected = stepped(create({ ...own, weightDecay: 0 }), shrunk, gradient);
    decayed.w.forEach((value, index) => {
      expect(value).toBeCloseTo(expected.w[index], 12);
    });
  });

  it.each(conventions)("$name evaluates with a ← βa + (1 − β)w, from the weights after the first update", (create) => {
    const options = { learningRate: 0.1, useEma: true, emaMomentum: 0.75 };
    const { path, evaluated } = stepped(create(options), { w: [3, 4] }, { w: [0.6, -0.2] }, 3);
    const average = path.slice(1).reduce((a, w) => 0.75 * a + 0.25 * w, path[0]);
    expect(evaluated).toBeCloseTo(average, 12);
  });

  it("clips by parameter, by all together or by element, one of them at a time", () => {
    const first = (options: object) => {
      const optimizer = keras.sgd({ learningRate: 1, ...options });
      return stepped(optimizer, { w: [0, 0], b: [0] }, { w: [3, 4], b: [12] }).w.map((value) => -value);
    };
    expect(first({ clipNorm: 2.5 })).toEqual([1.5, 2]);
    expect(first({ globalClipNorm: 6.5 })).toEqual([1.5, 2]);
    expect(first({ clipValue: 3.5 })).toEqual([3, 3.5]);
    expect(() => keras.adam({ clipNorm: 1, clipValue: 1 })).toThrow(
      "keras.adam: clipNorm must be left out beside clipValue",
    );
  });

  it("takes schedules, and names what is wrong", () => {
    const learningRate = keras.exponentialDecay({ initial: 1, decay: 0.5, every: 1 });
    const { path } = stepped(keras.sgd({ learningRate, weightDecay: 0.5 }), { w: [8] }, { w: [1] }, 2);
    // 8 − ½·8 − 1, then 3 − ¼·3 − ½.
    expect(path).toEqual([3, 1.75]);
    expect(() => keras.adamW({ beta1: 1 })).toThrow("keras.adamW: beta1 must be in [0, 1), got 1");
  });
});

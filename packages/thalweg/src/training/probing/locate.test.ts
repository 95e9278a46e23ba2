import { beforeAll, describe, expect, it } from "vitest";
import { type Dataset, garments, rescale } from "../../data/index.ts";
import { conv2d, dense, flatten, type LayerLike, maxPool2d, relu, sequential } from "../../layers/index.ts";
import { crossEntropy, type Loss, mse } from "../../losses/index.ts";
import { gradientDescent } from "../../optimizers/index.ts";
import { type Tensor, useDevice } from "../../tensor/index.ts";
import type { NonFinite } from "../probe.ts";
import { Trainer } from "../trainer.ts";

const data = rescale(garments({ train: 64, test: 10 }).train);
const picture = [28, 28, 1];

interface Case {
  readonly model: LayerLike;
  readonly loss?: Loss;
  readonly train?: Dataset;
  readonly rate?: number;
  /** A weight that is made NaN before. */
  readonly spoil?: string;
  /** Of an input. */
  readonly shape?: readonly number[];
}

const located = async ({
  model,
  loss = crossEntropy(),
  train = data,
  rate = 0.1,
  spoil,
  shape: inputShape = picture,
}: Case) => {
  const trainer = new Trainer({ model, loss, optimizer: gradientDescent({ learningRate: rate }), inputShape });
  if (spoil !== undefined) {
    const weights = await trainer.weights();
    weights[spoil].values[3] = Number.NaN;
    await trainer.setWeights(weights);
  }
  let found: NonFinite | undefined;
  await trainer.fit(train, {
    epochs: 5,
    batchSize: 32,
    callbacks: [
      {
        async onStepEnd({ skipped }, fitting) {
          if (skipped === undefined) return;
          found = await fitting.locateNonFinite();
          fitting.stop("found");
        },
      },
    ],
  });
  return found;
};

const withMap = (map: (x: Tensor) => Tensor): LayerLike => sequential([flatten(), dense(16), relu(), map, dense(10)]);
const perceptron = () => sequential([flatten(), dense(16), relu(), dense(10)]);

/** Gives 0 for every input. */
const nothing = dense(4, { kernelInitializer: () => new Float64Array(784 * 4) });

/** The data with one number changed. */
const spoiled = (index: number, value: number): Dataset => {
  const values = Float32Array.from(data.inputs.values);
  values[index] = value;
  return { ...data, inputs: { ...data.inputs, values } };
};

const large = { values: new Float32Array(64).fill(1e25), shape: [64, 1] };

describe.each(["reference", "wasm"] as const)("the first value that is not finite, on %s", (device) => {
  beforeAll(() => useDevice(device));

  it.each<readonly [string, Case, Partial<NonFinite>]>([
    [
      "log(0)",
      { model: withMap((x) => x.log()) },
      { pass: "forward", layer: "function", operation: "log", value: "Infinity" },
    ],
    [
      "0/0 after a convolution",
      {
        model: sequential([
          conv2d(2, 3),
          relu(),
          maxPool2d(2),
          (x: Tensor) => x.div(x.sub(x).mul(x)),
          flatten(),
          dense(10),
        ]),
      },
      { pass: "forward", layer: "function", operation: "div", value: "NaN" },
    ],
    [
      "eˣ too large",
      { model: withMap((x) => x.mul(1e6).exp()) },
      { pass: "forward", layer: "function", operation: "exp", value: "Infinity" },
    ],
    [
      "the slope of a root at 0",
      { model: sequential([flatten(), nothing, (x: Tensor) => x.sqrt(), dense(10)]) },
      { step: 1, pass: "backward", layer: "function", operation: "div", value: "Infinity" },
    ],
    [
      "a weight",
      { model: perceptron(), spoil: "dense_1/weight" },
      { step: 1, pass: "weights", operation: "dense_1/weight", value: "NaN" },
    ],
    [
      "an input",
      { model: perceptron(), train: spoiled(784 * 3 + 5, Number.NaN) },
      { pass: "inputs", operation: "inputs", value: "NaN" },
    ],
  ])("%s", async (_, given, expected) => {
    expect(await located(given)).toMatchObject(expected);
  });

  it("is nothing where all is well", async () => {
    expect(await located({ model: perceptron() })).toBeUndefined();
  });
});

describe("on float32", () => {
  beforeAll(() => useDevice("wasm"));

  it("is the loss, where a difference is too large to be squared", async () => {
    const model = sequential([flatten(), dense(4), relu(), dense(1)]);
    const found = await located({ model, loss: mse(), train: { ...data, targets: large } });
    expect(found).toMatchObject({ step: 1, pass: "loss", value: "Infinity" });
    expect(found?.layer).toBeUndefined();
  });

  it("is told of a model that is a single layer", async () => {
    const model = dense(10, { kernelInitializer: () => new Float64Array(7840).fill(1e38) });
    const train = { ...data, inputs: { values: data.inputs.values, shape: [64, 784] } };
    const found = await located({ model, train, shape: [784] });
    expect(found).toEqual({ step: 1, pass: "forward", layer: "dense", operation: "matmul", value: "Infinity" });
  });

  it("is the square of a gradient, where the gradient itself is finite", async () => {
    const model = sequential([flatten(), dense(4), relu(), (x: Tensor) => x.mul(1e22), dense(1)]);
    const targets = { values: new Float32Array(64).fill(0), shape: [64, 1] };
    const steep: Loss = { ...mse(), apply: (output) => output.mul(1e-2).mean() };
    const found = await located({ model, loss: steep, train: { ...data, targets } });
    expect(found).toMatchObject({ pass: "backward", value: "Infinity" });
    expect(found?.operation).toMatch(/^square of the gradient of dense/);
  });

  it("is the product in which the weights of a diverging run overflow", async () => {
    const found = await located({ model: perceptron(), rate: 1e18 });
    expect(found).toMatchObject({ pass: "forward", operation: "matmul", value: "Infinity" });
    expect(found?.step).toBeGreaterThan(1);
  });
});

import { beforeAll, describe, expect, it, vi } from "vitest";
import { characterVocabulary, garments, rescale, take, textWindows } from "../../data/index.ts";
import {
  batchNorm,
  conv2d,
  dense,
  embedding,
  flatten,
  type LayerLike,
  maxPool2d,
  relu,
  sequential,
} from "../../layers/index.ts";
import { crossEntropy, mse } from "../../losses/index.ts";
import { adam, gradientDescent, type OptimizerLike } from "../../optimizers/index.ts";
import { Generator } from "../../random/index.ts";
import { stopGradient, type Tensor, useDevice } from "../../tensor/index.ts";
import { Trainer } from "../../training/index.ts";
import { examine } from "./examine.ts";
import { checkSlopes } from "./gradient-check.ts";
import { learnOneBatch } from "./one-batch.ts";

const raw = garments({ train: 400, test: 10 }).train;
const data = rescale(raw);
const perceptron = (...between: readonly LayerLike[]) =>
  sequential([flatten(), dense(32), relu(), ...between, dense(10)]);

const examined = async (model: LayerLike, optimizer: OptimizerLike = adam({ learningRate: 3e-3 }), train = data) => {
  const { checks, passed } = await examine({ model, loss: crossEntropy(), optimizer }, train, {
    batchSize: 32,
    seconds: 6,
  });
  return { passed, failed: checks.filter((check) => !check.passed), checks };
};

describe("examine", () => {
  beforeAll(() => useDevice("wasm"));

  it("passes a set-up that is right, in every check", async () => {
    const { passed, checks } = await examined(perceptron());
    expect(checks.map(({ name }) => name)).toEqual(["data", "initial loss", "first updates", "gradients", "one batch"]);
    expect(checks.filter((check) => !check.passed)).toEqual([]);
    expect(passed).toBe(true);
    expect(checks[3].sentence).toBe("the gradient agrees with finite differences for 4 parameters");
  });

  it("passes a stream of texts with an embedding", async () => {
    const text = "the quick brown fox jumps over the lazy dog. ".repeat(20);
    const windows = textWindows(text, { length: 8, vocabulary: characterVocabulary(text) });
    const model = sequential([
      embedding(64, 16),
      dense(32, { perPosition: true, activation: relu() }),
      dense(64, { perPosition: true }),
    ]);
    const { passed, checks } = await examine(
      { model, loss: crossEntropy(), optimizer: adam({ learningRate: 1e-2 }) },
      windows,
      { seconds: 6 },
    );
    expect(checks.filter((check) => !check.passed)).toEqual([]);
    expect(passed).toBe(true);
  });

  it("takes whole numbers to be held out for numbers in a regression, and says when it compared no gradient", async () => {
    const few = Float32Array.from({ length: 40 }, (_, row) => row / 20 - 1);
    const line = { inputs: { values: few, shape: [40, 1] }, targets: { values: few, shape: [40, 1] } };
    const years = { values: Int32Array.from(few, (value) => 1_900_000_000 + 10 * value), shape: [40, 1] };
    const options = { model: sequential([dense(4), relu(), dense(1)]), loss: mse(), optimizer: adam() };
    const { checks } = await examine(
      options,
      { name: "line", ...line },
      {
        seconds: 1e-3,
        validation: { name: "years", ...line, targets: years },
      },
    );
    expect(checks[3].sentence).toMatch(/^time was up before a gradient was compared/);
  });

  it("passes a regression", async () => {
    const random = new Generator(1, "line");
    const values = random.fillNormal(new Float32Array(400));
    const targets = Float32Array.from({ length: 200 }, (_, row) => values[2 * row] - values[2 * row + 1] ** 2);
    const line = { name: "bowl", inputs: { values, shape: [200, 2] }, targets: { values: targets, shape: [200, 1] } };
    const model = sequential([dense(32), relu(), dense(1)]);
    const { checks } = await examine({ model, loss: mse(), optimizer: adam({ learningRate: 1e-2 }) }, line, {
      seconds: 6,
    });
    expect(checks.filter((check) => !check.passed)).toEqual([]);
  });

  it("names a layer that holds the gradient back", async () => {
    const held = (x: Tensor): Tensor => x.mul(stopGradient(x));
    const { failed } = await examined(perceptron(held));
    const gradients = failed.find(({ name }) => name === "gradients");
    expect(gradients?.sentence).toMatch(/^the gradient of dense\/weight, dense\/bias does not agree/);
  });

  it("says which parameters the loss does not depend on", async () => {
    const rounded = (x: Tensor): Tensor => x.mul(4).floor().div(4);
    const { checks } = await examined(perceptron(rounded));
    expect(checks.find(({ name }) => name === "gradients")?.sentence).toBe(
      "the gradient agrees with finite differences for 4 parameters; nothing depends on dense/weight, dense/bias",
    );
  });

  it("says that a rate is to blame where Adam learns what the optimizer does not", async () => {
    const { failed } = await examined(perceptron(), gradientDescent({ learningRate: 1e-7 }));
    expect(failed.find(({ name }) => name === "one batch")?.sentence).toMatch(
      /32 examples are not learned .* and Adam at 0.003 learns them/,
    );
  });

  it("lets a run pass that is on its way when time is up, however fast Adam is", async () => {
    let calls = 0;
    vi.spyOn(performance, "now").mockImplementation(() => calls++);
    const options = { model: perceptron(), loss: crossEntropy(), optimizer: adam() };
    const outcome = await learnOneBatch(options, take(data, 32), { rate: 3e-4, milliseconds: 400 });
    vi.restoreAllMocks();
    expect(outcome).toMatchObject({ passed: true, sentence: expect.stringMatching(/^32 examples were on their way/) });
  });

  it("says that a model cannot learn, where nothing of the input comes through", async () => {
    const { failed } = await examined(perceptron((x: Tensor) => x.mul(0)));
    expect(failed.find(({ name }) => name === "one batch")?.sentence).toMatch(/not learned by heart.* nor by Adam/);
  });

  it("says why training cannot begin", async () => {
    const { checks } = await examine(
      {
        model: sequential([flatten(), dense(8), batchNorm(), relu(), dense(10)]),
        loss: crossEntropy(),
        optimizer: adam(),
      },
      data,
      { batchSize: 1 },
    );
    expect(checks.at(-1)).toMatchObject({ name: "first updates", passed: false });
    expect(checks.at(-1)?.sentence).toMatch(
      /^training cannot begin: fit: batchNorm needs batches of at least 2 examples/,
    );
  });

  it("asks whether targets belong to inputs, where neighbours tell no more than guessing", async () => {
    const random = new Generator(3, "labels");
    const values = Int32Array.from(data.targets.values, () => random.integer(10));
    const { checks } = await examined(perceptron(), adam({ learningRate: 3e-3 }), {
      ...data,
      targets: { values, shape: [400] },
    });
    expect(checks[0].sentence).toMatch(/which is no more: do the targets belong to their inputs\?$/);
    expect((await examined(perceptron())).checks[0].sentence).not.toMatch(/no more/);
  });

  it("finds pixels that were not rescaled", async () => {
    const { failed } = await examined(perceptron(), adam({ learningRate: 3e-3 }), raw);
    expect(failed[0]).toMatchObject({ name: "data" });
    expect(failed[0].findings[0].id).toBe("inputs-not-normalized");
  });

  it.each([0, -1, Number.NaN])("refuses %d seconds", async (seconds) => {
    const options = { model: perceptron(), loss: crossEntropy(), optimizer: adam() };
    await expect(examine(options, data, { seconds })).rejects.toThrow(
      `examine: seconds must be a finite number > 0, got ${seconds}`,
    );
  });
});

const eight = {
  ...data,
  inputs: { values: data.inputs.values.subarray(0, 8 * 784), shape: [8, 28, 28, 1] },
  targets: { values: data.targets.values.subarray(0, 8), shape: [8] },
};

it("tells slopes to seven digits, on a model without bends", async () => {
  const model = sequential([flatten(), dense(5, { activation: (x: Tensor) => x.tanh() }), dense(10)]);
  const trainer = new Trainer({ model, loss: crossEntropy(), optimizer: adam(), inputShape: [28, 28, 1] });
  const checks = await checkSlopes({ model, loss: crossEntropy(), data: eight }, await trainer.weights(), 10_000);
  expect(checks.map(({ parameter }) => parameter)).toEqual([
    "dense/weight",
    "dense/bias",
    "dense_1/weight",
    "dense_1/bias",
  ]);
  for (const { slope, difference } of checks)
    expect(Math.abs(slope - difference)).toBeLessThan(1e-7 * Math.max(1, Math.abs(slope)));
});

it("agrees on a network of ReLUs and largest values over pictures with black borders, whose biases begin at 0", async () => {
  const model = sequential([
    conv2d(8, 3),
    relu(),
    maxPool2d(2),
    conv2d(8, 3),
    relu(),
    maxPool2d(2),
    flatten(),
    dense(10),
  ]);
  const trainer = new Trainer({ model, loss: crossEntropy(), optimizer: adam(), inputShape: [28, 28, 1] });
  const checks = await checkSlopes({ model, loss: crossEntropy(), data: eight }, await trainer.weights(), 10_000);
  expect(checks).toHaveLength(6);
  for (const { slope, difference } of checks) expect(Math.abs(slope - difference)).toBeLessThan(1e-5 * Math.abs(slope));
});

import { beforeAll, describe, expect, it } from "vitest";
import { type Dataset, garments, rescale } from "../../data/index.ts";
import {
  batchNorm,
  conv2d,
  dense,
  dropout,
  flatten,
  type LayerLike,
  maxPool2d,
  relu,
  sequential,
  tanh,
} from "../../layers/index.ts";
import { crossEntropy } from "../../losses/index.ts";
import { accuracy } from "../../metrics/index.ts";
import { accumulate, adam, chain, gradientDescent, type OptimizerLike, sam } from "../../optimizers/index.ts";
import { useDevice } from "../../tensor/index.ts";
import type { Callback, NamedArrays } from "../callback.ts";
import type { Probe, ProbeRequest } from "../probe.ts";
import { Trainer } from "../trainer.ts";

const data = rescale(garments({ train: 96, test: 10 }).train);

const all: ProbeRequest = { turn: true, curvature: true, gradients: true };

interface Fitted {
  readonly weights: NamedArrays;
  readonly probes: readonly Probe[];
}

const fitted = async (
  model: LayerLike,
  optimizer: OptimizerLike,
  ask: Callback["probeAt"],
  train: Dataset = data,
  more: { readonly l2?: number; readonly clip?: number; readonly batchSize?: number; readonly epochs?: number } = {},
): Promise<Fitted> => {
  const { epochs = 2, batchSize = 32, ...rest } = more;
  const trainer = new Trainer({ model, loss: crossEntropy(), metrics: [accuracy()], optimizer, ...rest });
  const probes: Probe[] = [];
  const callback: Callback = {
    probeAt: ask,
    onStepEnd: ({ probe }) => {
      if (probe) probes.push(probe);
    },
  };
  await trainer.fit(train, { epochs, batchSize, callbacks: [callback] });
  return { weights: await trainer.weights(), probes };
};

const perceptron = () =>
  sequential([
    flatten(),
    dense(8, { bias: false }),
    batchNorm(),
    relu(),
    dropout(0.3),
    dense(6, { activation: tanh() }),
    dense(10),
  ]);
const convolutional = () => sequential([conv2d(3, 3), relu(), maxPool2d(2), flatten(), dense(10)]);

describe.each(["reference", "wasm"] as const)("probes on %s", (device) => {
  beforeAll(() => useDevice(device));

  it.each([
    ["a perceptron, adam, clipped", perceptron, () => adam({ learningRate: 0.01 }), { clip: 0.5 }],
    ["two batches an update", perceptron, () => accumulate(2, adam({ learningRate: 0.01 })), {}],
    ["sam", convolutional, () => chain(sam(), gradientDescent({ learningRate: 0.05 })), {}],
  ])("leave the weights as they are, to the bit: %s", async (_, model, optimizer, more) => {
    const [without, with_] = [
      await fitted(model(), optimizer(), undefined, data, more),
      await fitted(model(), optimizer(), (update) => (update % 2 === 1 ? all : {}), data, more),
    ];
    expect(without.probes).toHaveLength(0);
    expect(with_.probes.length).toBeGreaterThan(2);
    expect(with_.weights).toEqual(without.weights);
  });
});

const norm = (values: ArrayLike<number>): number => Math.hypot(...Array.from(values));

describe("a probe", () => {
  beforeAll(() => useDevice("reference"));

  it("tells norms of the gradient, the weights and their change, with penalties and before clipping", async () => {
    const rate = 0.1;
    const model = sequential([flatten(), dense(4), relu(), dense(10)]);
    const trainer = new Trainer({
      model,
      loss: crossEntropy(),
      optimizer: gradientDescent({ learningRate: rate }),
      l2: 0.1,
      clip: 0.25,
    });
    trainer.build([28, 28, 1]);
    const before = await trainer.weights();
    const seen: Probe[] = [];
    await trainer.fit(data, {
      epochs: 1,
      batchSize: "all",
      callbacks: [{ probeAt: () => all, onStepEnd: ({ probe }) => void (probe && seen.push(probe)) }],
    });
    const after = await trainer.weights();
    const [probe] = seen;
    expect(probe).toMatchObject({ step: 1, learningRate: rate, examples: 96 });
    // The reference keeps float64; weights that are read are float32.
    for (const { name, size, weightNorm, updateNorm, gradientNorm } of probe.parameters) {
      const [old, now] = [before[name].values, after[name].values];
      expect(size).toBe(old.length);
      expect(weightNorm).toBeCloseTo(norm(old), 5);
      expect(updateNorm).toBeCloseTo(norm(Array.from(now, (value, index) => value - old[index])), 5);
      expect(gradientNorm).toBeCloseTo(norm(probe.gradients?.[name].values ?? []), 5);
    }
    expect(probe.gradientNorm).toBeCloseTo(norm(probe.parameters.map(({ gradientNorm }) => gradientNorm)), 10);
    expect(probe.gradientNorm).toBeGreaterThan(0.25);
    // Clipped to 0.25, then times the rate.
    expect(probe.updateNorm).toBeCloseTo(0.25 * rate, 6);
  });

  it("tells what layers give: parts that are zero, dead or saturated", async () => {
    // Unit 0 is 0 for every input, unit 1 is 2, unit 2 is −3.
    const fixed = dense(3, {
      kernelInitializer: () => new Float64Array(784 * 3),
      biasInitializer: () => Float64Array.of(-1, 2, -3),
    });
    const model = sequential([flatten(), fixed, relu(), tanh(), dense(10)]);
    const { probes } = await fitted(model, gradientDescent({ learningRate: 0.01 }), () => ({}), data, {
      epochs: 1,
      batchSize: 96,
    });
    const at = Object.fromEntries(probes[0].layers.map((layer) => [layer.layer, layer]));
    expect(Object.keys(at)).toEqual(["flatten", "dense", "relu", "tanh", "dense_1"]);
    expect(at.dense).toMatchObject({ largest: 3, zeros: 0, dead: 0 });
    expect(at.dense.mean).toBeCloseTo(-2 / 3, 12);
    expect(at.dense.deviation).toBeCloseTo(Math.sqrt(((1 / 3) ** 2 + (8 / 3) ** 2 + (7 / 3) ** 2) / 3), 12);
    expect(at.relu.zeros).toBeCloseTo(2 / 3, 12);
    expect(at.relu.dead).toBeCloseTo(2 / 3, 12);
    expect(at.relu.saturated).toBeUndefined();
    // tanh(2) = 0.964 lies within 2 % of the range's end.
    expect(at.tanh.saturated).toBeCloseTo(1 / 3, 12);
  });

  it("tells what a model gives that is a single layer", async () => {
    const biases = () => Float64Array.of(1, 2, 3);
    const model = dense(3, { kernelInitializer: () => new Float64Array(784 * 3), biasInitializer: biases });
    const flat = { ...data, inputs: { values: data.inputs.values, shape: [96, 784] } };
    const one = { epochs: 1, batchSize: 96 };
    const ends = { ...flat, targets: { values: new Int32Array(96), shape: [96] } };
    const { probes } = await fitted(model, gradientDescent({ learningRate: 0.01 }), () => ({}), ends, one);
    expect(probes[0].layers).toEqual([
      { layer: "dense", mean: 2, deviation: expect.closeTo(Math.sqrt(2 / 3), 12), largest: 3, zeros: 0, dead: 0 },
    ]);
  });

  it("tells the curvature of what is minimized, the penalty l2 included", async () => {
    const { mse } = await import("../../losses/index.ts");
    const ones = { values: new Float32Array(8).fill(1), shape: [8, 1] };
    const model = sequential([dense(1, { bias: false, kernelInitializer: () => Float64Array.of(0) })]);
    const trainer = new Trainer({ model, loss: mse(), optimizer: gradientDescent({ learningRate: 0.1 }), l2: 5 });
    const seen: Probe[] = [];
    const callbacks: Callback[] = [{ probeAt: () => all, onStepEnd: ({ probe }) => void (probe && seen.push(probe)) }];
    await trainer.fit({ name: "line", inputs: ones, targets: ones }, { epochs: 1, batchSize: 8, callbacks });
    // (w − 1)² bends by 2, 5/2·w² by 5.
    expect(seen[0].curvature?.largest).toBeCloseTo(7, 6);
  });

  it("tells the turn of the gradient: on a quadratic, what the formulas say", async () => {
    // y = w·x with x = 1 and a squared loss of its own: L = (w − 3)²; from w = 0, g = −6 and Δ = 0.3·6 = 1.8.
    const one = { values: new Float32Array(8).fill(1), shape: [8, 1] };
    const three = { values: new Float32Array(8).fill(3), shape: [8, 1] };
    const { mse } = await import("../../losses/index.ts");
    const model = sequential([dense(1, { bias: false, kernelInitializer: () => Float64Array.of(0) })]);
    const trainer = new Trainer({ model, loss: mse(), optimizer: gradientDescent({ learningRate: 0.6 }) });
    const seen: Probe[] = [];
    await trainer.fit(
      { name: "line", inputs: one, targets: three },
      {
        epochs: 1,
        batchSize: 8,
        callbacks: [{ probeAt: () => all, onStepEnd: ({ probe }) => void (probe && seen.push(probe)) }],
      },
    );
    const [{ turn, curvature }] = seen;
    // w = 3.6 after it: past the minimum by 0.6.
    expect(turn?.lossAfter).toBeCloseTo(0.36, 12);
    expect(turn?.cosine).toBeCloseTo(-1, 12);
    expect(turn?.slopeBefore).toBeCloseTo(-6 * 3.6, 12);
    expect(turn?.slopeAfter).toBeCloseTo(1.2 * 3.6, 12);
    expect(turn?.halves).toBeCloseTo(1, 12);
    expect(turn?.signal).toBeCloseTo(36, 10);
    expect(turn?.noise).toBeCloseTo(0, 8);
    expect(curvature?.largest).toBeCloseTo(2, 6);
    expect(curvature?.smallest).toBeCloseTo(2, 6);
  });

  it("tells the noise of gradients: unbiased over many batches", async () => {
    // L = (w − y)² at w = 0: gradients −2y with y ~ N(1, 2²), so signal 4 and noise 16.
    const { mse } = await import("../../losses/index.ts");
    const { Generator } = await import("../../random/index.ts");
    const count = 6400;
    const targets = new Generator(5, "noise").fillNormal(new Float32Array(count), 1, 2);
    const model = sequential([dense(1, { bias: false, kernelInitializer: () => Float64Array.of(0) })]);
    const trainer = new Trainer({ model, loss: mse(), optimizer: gradientDescent({ learningRate: 0 }) });
    const seen: Probe[] = [];
    await trainer.fit(
      {
        name: "noise",
        inputs: { values: new Float32Array(count).fill(1), shape: [count, 1] },
        targets: { values: targets, shape: [count, 1] },
      },
      {
        epochs: 1,
        batchSize: 64,
        callbacks: [{ probeAt: () => ({ turn: true }), onStepEnd: ({ probe }) => void (probe && seen.push(probe)) }],
      },
    );
    const mean = (of: (probe: Probe) => number | undefined) =>
      seen.reduce((sum, probe) => sum + (of(probe) ?? Number.NaN), 0) / seen.length;
    expect(seen).toHaveLength(100);
    // Halves have gradients N(2, 0.5): their product deviates by 2.06, h·(a − b)²/2 by 16√2; both means of 100 by a tenth.
    expect(Math.abs(mean(({ turn }) => turn?.signal) - 4)).toBeLessThan(0.6);
    expect(Math.abs(mean(({ turn }) => turn?.noise) - 16)).toBeLessThan(8);
  });

  it("takes the noise of random masks for noise, too", async () => {
    // L = (w·m − 1)² at w = 0 with masks m of 0 or 2: gradients −2m, so signal 4 and noise 4.
    const { mse } = await import("../../losses/index.ts");
    const ones = { values: new Float32Array(6400).fill(1), shape: [6400, 1] };
    const zero = dense(1, { bias: false, kernelInitializer: () => Float64Array.of(0) });
    const model = sequential([dropout(0.5), zero]);
    const trainer = new Trainer({ model, loss: mse(), optimizer: gradientDescent({ learningRate: 0 }) });
    const turns: NonNullable<Probe["turn"]>[] = [];
    const callbacks: Callback[] = [
      { probeAt: () => ({ turn: true }), onStepEnd: ({ probe }) => void (probe?.turn && turns.push(probe.turn)) },
    ];
    await trainer.fit({ name: "ones", inputs: ones, targets: ones }, { epochs: 1, batchSize: 64, callbacks });
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(turns).toHaveLength(100);
    // Halves have gradients N(−2, 1/8): their product deviates by 1, h·(a − b)²/2 by 4√2; means of 100 by a tenth of that.
    expect(Math.abs(mean(turns.map(({ signal = 0 }) => signal)) - 4)).toBeLessThan(0.4);
    expect(Math.abs(mean(turns.map(({ noise = 0 }) => noise)) - 4)).toBeLessThan(2.3);
  });

  it("is not taken of a short last batch, nor of a batch that makes no update", async () => {
    const { probes } = await fitted(convolutional(), gradientDescent({ learningRate: 0.01 }), () => ({}), data, {
      epochs: 1,
      batchSize: 40,
    });
    expect(probes.map(({ step }) => step)).toEqual([1, 2]);
    const accumulated = await fitted(
      convolutional(),
      accumulate(3, gradientDescent({ learningRate: 0.01 })),
      () => ({}),
      data,
      { epochs: 2 },
    );
    expect(accumulated.probes.map(({ step }) => step)).toEqual([1, 2]);
  });
});

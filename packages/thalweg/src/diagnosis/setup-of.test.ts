import { describe, expect, it } from "vitest";
import { conv2d, dense, flatten, relu, reshape, sequential, tanh } from "../layers/index.ts";
import { crossEntropy } from "../losses/index.ts";
import { adam } from "../optimizers/index.ts";
import { type FitAbout, Trainer } from "../training/index.ts";
import { clouds } from "../training/testing/clouds.ts";
import { factsOptionsOf, setupOf } from "./setup-of.ts";
import { setupFor } from "./testing/seen.ts";
import { watching } from "./watching.ts";

const about = (changes: Partial<FitAbout> = {}): FitAbout => {
  const { layers, parameters, inputShape, outputShape, loss, optimizer, l2, l1, seed } = setupFor();
  const model = { layers, parameters, inputShape, outputShape, loss, optimizer, l2, l1, seed };
  const data = { data: clouds(90), batchSize: 30, shuffle: true, remainder: "keep" as const, batchesPerEpoch: 3 };
  return { ...model, ...data, epochs: 4, callbacks: [], steps: 10, rateOf: (update) => 1 / update, ...changes };
};

it("takes integer targets for numbers where the loss does", () => {
  const { layers } = setupFor();
  expect(factsOptionsOf({ layers, loss: { name: "mse", expects: "values" } })).toEqual({ ids: false, classes: false });
  const [first] = layers;
  const embedded = [{ ...first, kind: "embedding" }];
  expect(factsOptionsOf({ layers: embedded, loss: setupFor().loss })).toEqual({ ids: true, classes: true });
});

it("knows activations that are options of layers", async () => {
  const model = sequential([
    reshape([4, 4, 1]),
    conv2d(2, 3, { activation: relu() }),
    flatten(),
    dense(5, { activation: tanh(), name: "hidden" }),
    dense(3),
  ]);
  const trainer = new Trainer({ model, loss: crossEntropy(), optimizer: adam() });
  const seen = watching();
  const inputs = { values: new Float32Array(16 * 8), shape: [8, 16] };
  const targets = { values: new Int32Array(8), shape: [8] };
  await trainer.fit({ name: "zeros", inputs, targets }, { epochs: 1, callbacks: [seen] });
  const { setup, probes = [] } = seen.observations() ?? {};
  expect(setup?.layers.map(({ path, kind }) => [path, kind])).toEqual([
    ["reshape", "reshape"],
    ["conv2d", "conv2d"],
    ["conv2d/activation", "relu"],
    ["flatten", "flatten"],
    ["hidden", "dense"],
    ["hidden/activation", "tanh"],
    ["dense", "dense"],
  ]);
  expect(setup?.layers[2]).toMatchObject({ outputShape: [2, 2, 2], parameters: {} });
  // Inputs of 0 leave every unit of the ReLU at 0, and tanh in its middle.
  expect(probes[0].layers.find(({ layer }) => layer === "conv2d/activation")).toMatchObject({ dead: 1 });
  expect(probes[0].layers.find(({ layer }) => layer === "hidden/activation")).toMatchObject({ saturated: 0 });
});

describe("setupOf", () => {
  it("is plain data: JSON holds all of it", () => {
    const setup = setupOf(about({ validation: clouds(30, 2), clip: 1 }));
    expect(JSON.parse(JSON.stringify(setup))).toEqual(setup);
    expect(setup).toMatchObject({
      clip: 1,
      batchSize: 30,
      updates: 22,
      steps: 10,
      data: { examples: 90, classes: [30, 30, 30] },
    });
    expect(setup.validation?.examples).toBe(30);
    expect(setup.rates).toHaveLength(22);
    expect(setup.rates[21]).toEqual({ update: 22, rate: 1 / 22 });
  });

  it("counts updates of several batches, and resolves a batch of all examples", () => {
    const optimizer = { ...setupFor().optimizer, microBatches: 5 };
    expect(setupOf(about({ optimizer })).updates).toBe(12);
    expect(setupOf(about({ batchSize: "all", batchesPerEpoch: 1 }))).toMatchObject({ batchSize: 90, updates: 14 });
  });

  it("shows at most 200 rates of a long run, the first and the last among them", () => {
    const { rates } = setupOf(about({ epochs: 1000, steps: 0 }));
    expect(rates).toHaveLength(200);
    expect([rates[0].update, rates[199].update]).toEqual([1, 3000]);
  });

  it("leaves out what streams do not know", () => {
    const setup = setupOf(about({ data: undefined, batchesPerEpoch: undefined }));
    expect(setup).not.toHaveProperty("updates");
    expect(setup).not.toHaveProperty("data");
    expect(setup.rates).toEqual([]);
  });

  it("does not measure ids", () => {
    const embedding = { path: "embedding", kind: "embedding", outputShape: [4, 8], parameters: {} };
    expect(setupOf(about({ layers: [embedding] })).data?.inputs.ids).toBe(true);
    expect(setupOf(about({ layers: [embedding] })).data?.neighbours).toBeUndefined();
  });
});

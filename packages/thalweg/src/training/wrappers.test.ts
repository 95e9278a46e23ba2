import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { adam, chain, emaWeights, frozen, gradientDescent, lookahead, route } from "../optimizers/index.ts";
import { wrapped } from "../optimizers/testing/wrapped.ts";
import { useDevice } from "../tensor/index.ts";
import { bytesOf, clouds } from "./testing/clouds.ts";
import { learned, training } from "./testing/in-batches.ts";

beforeAll(() => useDevice("wasm"));

describe("groups in the Trainer", () => {
  const groups = route([
    { name: "fixed", match: /^dense\//, use: frozen() },
    { name: "slow", match: /bias$/, use: chain(gradientDescent({ learningRate: 0.01 })) },
    { name: "fast", match: () => true, use: lookahead(adam({ learningRate: 0.05 }), { k: 2 }) },
  ]);

  it("leave frozen parameters alone to the bit and keep no state for them", async () => {
    const { trainer, run } = training(chain(groups, emaWeights({ beta: 0.5 })), { clip: 0.5, l2: 0.1 });
    const start = await trainer.weights();
    await run(6);
    const [after, shipped] = [await trainer.weights(), await trainer.evaluationWeights()];
    expect(after["dense/weight"].values).toEqual(start["dense/weight"].values);
    expect(shipped["dense/weight"].values).toEqual(start["dense/weight"].values);
    for (const name of ["dense_1/weight", "dense_1/bias", "batchNorm/scale"])
      expect(after[name].values).not.toEqual(start[name].values);
    const alone = training(frozen()).trainer;
    expect(alone.optimizerMemory.multiple).toBe(0);
  });

  it("have rates of their own, read and changed by name", async () => {
    const { trainer, run } = training(groups);
    expect(trainer.hyperparameters).toMatchObject({
      "slow/scaleByLearningRate/learningRate": 0.01,
      "fast/scaleByLearningRate/learningRate": 0.05,
      "fast/lookahead/k": 2,
    });
    trainer.set("slow/scaleByLearningRate/learningRate", 0);
    const start = await trainer.weights();
    await run(2);
    const after = await trainer.weights();
    expect(after["dense_1/bias"].values).toEqual(start["dense_1/bias"].values);
    expect(after["dense_1/weight"].values).not.toEqual(start["dense_1/weight"].values);
  });
});

describe("files of the Trainer", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "wrappers-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each(wrapped)("$name: goes on to the bit", async ({ name, optimizer }) => {
    const [whole, first, second] = [training(optimizer), training(optimizer), training(optimizer)];
    await whole.run(7);
    await first.run(4);
    const path = join(folder, `${name}.safetensors`);
    await first.trainer.save(path);
    await second.run(1);
    await second.trainer.load(path);
    await second.run(3, 4);
    expect(bytesOf(await second.trainer.weights())).toEqual(bytesOf(await whole.trainer.weights()));
    expect(bytesOf(await second.trainer.evaluationWeights())).toEqual(bytesOf(await whole.trainer.evaluationWeights()));
    expect(second.trainer.hyperparameters).toEqual(whole.trainer.hyperparameters);
  });
});

describe("updates that are left out", () => {
  it("are counted over an epoch, and leave averages alone", async () => {
    const { trainer } = training(chain(adam(), emaWeights({ beta: 0.5 })));
    const data = clouds(32);
    const values = Float32Array.from(data.inputs.values);
    values[3] = Number.NaN;
    const bad = { ...data, inputs: { ...data.inputs, values } };
    const { epochs } = await trainer.fit(bad, { epochs: 1, batchSize: 8, shuffle: false });
    expect(epochs[0]).toMatchObject({ skipped: 1, step: 3 });
    expect(trainer.hyperparameters["emaWeights/beta"]).toBe(0.5);
    for (const list of Object.values(learned(await trainer.evaluationWeights())))
      expect(list.every(Number.isFinite)).toBe(true);
  });
});

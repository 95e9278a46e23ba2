import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { batchNorm, dense, dropout, relu, sequential } from "../layers/index.ts";
import { adamW, chain, emaWeights, gradientDescent } from "../optimizers/index.ts";
import { warmupCosine } from "../schedules/index.ts";
import { type DeviceName, useDevice } from "../tensor/index.ts";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.ts";
import { bytesOf, clouds, small } from "./testing/clouds.ts";
import type { Trainer } from "./trainer.ts";

describe.each<DeviceName>(["reference", "wasm"])("saving on %s", (device) => {
  beforeAll(() => useDevice(device));
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "trainer-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("goes on after save and load as if it had never stopped", async () => {
    const path = join(folder, `${device}.safetensors`);
    const optimizer = () =>
      adamW({ learningRate: warmupCosine({ peak: 1e-2, warmup: 5, total: 40 }), weightDecay: 0.01 });
    const model = () => sequential([dense(8, { bias: false }), batchNorm(), dropout(0.2), relu(), dense(3)]);
    const make = (): Trainer => small({ model: model(), optimizer: optimizer(), clip: 1, seed: 5 });
    const unbroken = make();
    await unbroken.fit(clouds(100), { epochs: 4, batchSize: 16 });
    const first = make();
    await first.fit(clouds(100), { epochs: 2, batchSize: 16 });
    await first.save(path);
    const second = make();
    await second.load(path);
    expect(second.steps).toBe(first.steps);
    expect(second.learningRate).toBe(first.learningRate);
    const { epochs } = await second.fit(clouds(100), { epochs: 2, batchSize: 16 });
    expect(epochs[0].epoch).toBe(3);
    const [resumed, expected] = [bytesOf(await second.weights()), bytesOf(await unbroken.weights())];
    // The reference device keeps float32 arrays in float64, so a float32 file rounds them.
    if (device === "wasm") expect(resumed).toEqual(expected);
    for (const [name, values] of Object.entries(expected)) {
      values.forEach((value, index) => {
        expect(resumed[name][index]).toBeCloseTo(value, 4);
      });
    }
    expect(await readdir(folder)).toEqual([`${device}.safetensors`]);
  });

  it("refuses a file of another model and stays as it was", async () => {
    const path = join(folder, `other-${device}.safetensors`);
    await small({ model: dense(3), inputShape: [5] }).save(path);
    const trainer = small({ inputShape: [5] });
    const before = bytesOf(await trainer.weights());
    await expect(trainer.load(path)).rejects.toThrow('no array "dense/weight"');
    const plain = small({ inputShape: [5], optimizer: gradientDescent({ learningRate: 0.1 }) });
    const file = join(folder, `plain-${device}.safetensors`);
    await plain.save(file);
    await expect(trainer.load(file)).rejects.toThrow("no optimizer state");
    await trainer.save(path);
    await expect(plain.load(path)).rejects.toThrow('this optimizer has no state "scaleByAdam/m/');
    expect(bytesOf(await trainer.weights())).toEqual(before);
  });

  it("takes the weights of a file alone when told, and leaves the optimizer where it stands", async () => {
    const path = join(folder, `weights-${device}.safetensors`);
    const trained = small({ inputShape: [5] });
    await trained.fit(clouds(30), { epochs: 1, batchSize: 10 });
    await trained.save(path);
    const other = small({ inputShape: [5], optimizer: gradientDescent({ learningRate: 0.1 }), seed: 9 });
    await other.load(path, { weightsOnly: true });
    expect(other.steps).toBe(0);
    const [loaded, saved] = [bytesOf(await other.weights()), bytesOf(await trained.weights())];
    expect(loaded).toEqual(saved);
  });

  it("takes the weights that match alone, for a model with another head", async () => {
    const path = join(folder, `body-${device}.safetensors`);
    const body = () => sequential([dense(16, { bias: false }), batchNorm(), relu()], { name: "body" });
    const trained = small({ model: sequential([body(), dense(3)]), inputShape: [5] });
    await trained.fit(clouds(30), { epochs: 1, batchSize: 10 });
    await trained.save(path);
    const other = small({ model: sequential([body(), dense(7, { name: "head" })]), seed: 9 });
    await other.load(path, { only: /^body\// });
    const [loaded, saved] = [bytesOf(await other.weights()), bytesOf(await trained.weights())];
    const fresh = small({ model: sequential([body(), dense(7, { name: "head" })]), seed: 9, inputShape: [5] });
    const names = ["dense/weight", "batchNorm/scale", "batchNorm/movingMean", "batchNorm/movingVariance"];
    for (const name of names) expect(loaded[`body/${name}`]).toEqual(saved[`body/${name}`]);
    expect(loaded["head/weight"]).toEqual(bytesOf(await fresh.weights())["head/weight"]);
    expect(other.steps).toBe(0);
    await expect(other.load(path, { only: /^tail\// })).rejects.toThrow(
      `only must match at least one array of ${path}, which has body/batchNorm/`,
    );
    await expect(other.load(path, { only: "dense/bias" })).rejects.toThrow('the model has no "dense/bias"');
  });

  it("starts averages of weights at those it takes", async () => {
    const path = join(folder, `average-${device}.safetensors`);
    const trained = small({ inputShape: [5] });
    await trained.save(path);
    const averaging = small({ inputShape: [5], optimizer: chain(adamW(), emaWeights()), seed: 9 });
    await averaging.load(path, { weightsOnly: true });
    expect(bytesOf(await averaging.evaluationWeights())).toEqual(bytesOf(await trained.weights()));
  });

  it("refuses a file that does not say where training stood", async () => {
    const path = join(folder, `position-${device}.safetensors`);
    await small({ inputShape: [5] }).save(path);
    const { arrays, metadata } = decodeSafetensors(await readFile(path), { name: path });
    const position = JSON.parse(metadata.thalweg);
    for (const broken of [
      {},
      { ...position, step: "1" },
      { ...position, epoch: -1 },
      { ...position, counters: null },
    ]) {
      await writeFile(path, encodeSafetensors(arrays, { thalweg: JSON.stringify(broken) }));
      await expect(small().load(path)).rejects.toThrow("does not say rightly where training stood");
    }
    await writeFile(path, encodeSafetensors(arrays, { thalweg: "{" }));
    await expect(small().load(path)).rejects.toThrow("does not say rightly where training stood");
  });

  it("says that a file is missing", async () => {
    await expect(small().load(join(folder, "missing"))).rejects.toThrow("there is no file");
  });
});

import { describe, expect, it } from "vitest";
import { batches, garments, rescale } from "../data/index.ts";
import { batchNorm, dense, dropout, flatten, relu, sequential } from "../layers/index.ts";
import { crossEntropy } from "../losses/index.ts";
import { accumulate, adam, momentum, type OptimizerLike, rProp } from "../optimizers/index.ts";
import { cosine } from "../schedules/index.ts";
import { type DeviceName, useDevice } from "../tensor/index.ts";
import { findLearningRate } from "./find-learning-rate.ts";
import { Trainer } from "./trainer.ts";

const train = rescale(garments({ train: 96, test: 10 }).train);

/** With everything that has a state of its own: moving statistics, masks, a schedule, slots, counters. */
const trainerWith = (optimizer: OptimizerLike, nonFinite: "skip" | "error" = "skip") =>
  new Trainer({
    model: sequential([flatten(), dense(12), batchNorm(), relu(), dropout(0.2), dense(10)]),
    loss: crossEntropy(),
    optimizer,
    seed: 3,
    nonFinite,
    inputShape: train.inputs.shape.slice(1),
  });

const traceOf = async (trainer: Trainer, epochs: number): Promise<readonly number[]> => {
  const losses: number[] = [];
  const callbacks = [{ onStepEnd: ({ loss }: { loss: number }) => void losses.push(loss) }];
  await trainer.fit(train, { epochs, batchSize: 32, callbacks });
  return losses;
};

describe("findLearningRate", () => {
  it.each<[DeviceName, string, () => OptimizerLike]>([
    ["wasm", "adam in a course", () => adam({ learningRate: cosine({ peak: 1e-2, total: 20 }) })],
    ["reference", "adam", () => adam()],
    ["wasm", "momentum of two batches", () => accumulate(2, momentum({ learningRate: 0.01 }))],
  ])("leaves training on %s with %s as it was, to the bit", async (device, _, optimizer) => {
    useDevice(device);
    const untouched = trainerWith(optimizer());
    const expected = [...(await traceOf(untouched, 1)), ...(await traceOf(untouched, 2))];
    const tested = trainerWith(optimizer());
    const first = await traceOf(tested, 1);
    const before = await tested.weights();
    const { rates } = await findLearningRate(tested, train, { updates: 12, from: 1e-4, to: 1 });
    expect(rates.length).toBeGreaterThan(3);
    expect(await tested.weights()).toEqual(before);
    expect([...first, ...(await traceOf(tested, 2))]).toEqual(expected);
    expect(await tested.weights()).toEqual(await untouched.weights());
    useDevice("wasm");
  });

  it("finds where the loss explodes, and takes errors about numbers as that", async () => {
    for (const policy of ["skip", "error"] as const) {
      const trainer = trainerWith(momentum(), policy);
      const { divergence, losses } = await findLearningRate(trainer, train, {
        from: 1e-4,
        to: 1e30,
        updates: 60,
        limit: 1e30,
      });
      expect(divergence).toBeGreaterThan(1);
      expect(losses.every(Number.isFinite)).toBe(true);
      expect(trainer.steps).toBe(0);
    }
  });

  it("puts the model back where looking on fails", async () => {
    const trainer = trainerWith(adam());
    const before = await trainer.weights();
    const callbacks = [
      {
        onStepEnd: () => {
          throw new Error("seen enough");
        },
      },
    ];
    await expect(findLearningRate(trainer, train, { callbacks })).rejects.toThrow("seen enough");
    expect(await trainer.weights()).toEqual(before);
  });

  it("takes batches, for a model that is built", async () => {
    const source = () => batches(train, { batchSize: 48, shuffle: false, seed: 0, epoch: 0, remainder: "keep" });
    const { rates } = await findLearningRate(trainerWith(adam()), source, { updates: 5 });
    expect(rates).toHaveLength(5);
    const unbuilt = new Trainer({ model: dense(1), loss: crossEntropy(), optimizer: adam() });
    await expect(findLearningRate(unbuilt, source)).rejects.toThrow("the model has not seen data yet");
  });

  it("refuses optimizers without a rate", async () => {
    await expect(findLearningRate(trainerWith(rProp()), train)).rejects.toThrow("the optimizer has no learning rate");
  });
});

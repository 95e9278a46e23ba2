import { expect, it } from "vitest";
import { garments, rescale } from "../data/index.ts";
import { conv2d, dense, flatten, maxPool2d, relu, sequential } from "../layers/index.ts";
import { crossEntropy } from "../losses/index.ts";
import { adam } from "../optimizers/catalogue/index.ts";
import { type DeviceName, useDevice } from "../tensor/index.ts";
import { Trainer } from "./trainer.ts";

const network = () =>
  new Trainer({
    model: sequential([
      conv2d(4, 5, { padding: "same", strides: 2, activation: relu() }),
      maxPool2d(2),
      conv2d(8, 3, { padding: "same", activation: relu() }),
      maxPool2d(3, { strides: 2, padding: "same" }),
      flatten(),
      dense(10),
    ]),
    loss: crossEntropy(),
    optimizer: adam({ learningRate: 0.003 }),
    seed: 0,
  });

/** Losses of every step and the weights after two epochs in batches of 127, 127 and 46. */
const trained = async (device: DeviceName) => {
  await useDevice(device);
  const { train } = garments({ train: 300, test: 10, seed: 1 });
  const trainer = network();
  const losses: number[] = [];
  const { epochs } = await trainer.fit(rescale(train), {
    epochs: 2,
    batchSize: 127,
    callbacks: [{ onStepEnd: ({ loss }) => void losses.push(loss) }],
  });
  return { losses, epochs, weights: await trainer.weights() };
};

it("a small convolutional network trains on drawn clothes as on the reference, also with a short last batch", async () => {
  const fast = await trained("wasm");
  const exact = await trained("reference");
  expect(fast.losses.length).toBe(6);
  fast.losses.forEach((loss, step) => {
    expect(Math.abs(loss - exact.losses[step])).toBeLessThan(1e-4 * exact.losses[step]);
  });
  expect(fast.epochs[1].loss).toBeLessThan(fast.epochs[0].loss);
  for (const [name, own] of Object.entries(exact.weights)) {
    const values = Float64Array.from(own.values);
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    values.forEach((value, index) => {
      expect(Math.abs(fast.weights[name].values[index] - value), name).toBeLessThan(1e-4 * largest);
    });
  }
});

import { createHash } from "node:crypto";
import {
  batchNorm,
  conv2d,
  dense,
  dropout,
  embedding,
  flatten,
  type Layer,
  layerNorm,
  lstm,
  maxPool2d,
  positionalEmbedding,
  relu,
  sequential,
  transformerBlock,
} from "../../layers/index.ts";
import { crossEntropy } from "../../losses/index.ts";
import { adamW } from "../../optimizers/index.ts";
import { Generator } from "../../random/index.ts";
import { tensor, useDevice } from "../../tensor/index.ts";
import { Trainer } from "../trainer.ts";

/** Trains three networks on the device that the arguments describe (threads, then blas), and prints a sum of each one's weights and losses. */
const [threads, blas] = process.argv.slice(2);
useDevice("wasm", { threads: Number(threads), blas, worthSharing: 0 });

const generator = new Generator(3, "bits");
const integers = (length: number, limit: number) => Int32Array.from({ length }, () => generator.integer(limit));

const sumOf = async (model: Layer, x: ReturnType<typeof tensor>, y: ReturnType<typeof tensor>): Promise<string> => {
  const [, ...inputShape] = x.shape;
  const optimizer = adamW({ learningRate: 3e-3 });
  const trainer = new Trainer({ model, loss: crossEntropy(), optimizer, clip: 1, inputShape, seed: 1 });
  const hash = createHash("sha256");
  for (let update = 0; update < 12; update += 1) hash.update(Float64Array.of(await trainer.step(x, y)));
  for (const [name, { values }] of Object.entries(await trainer.weights())) hash.update(name).update(values);
  return hash.digest("hex");
};

const images = tensor(generator.fillUniform(new Float32Array(24 * 17 * 19 * 2)), [24, 17, 19, 2]);
const convolutional = sequential([
  conv2d(24, 5, { padding: "same", activation: relu() }),
  batchNorm(),
  maxPool2d(2),
  conv2d(31, 3),
  dropout(0.2),
  flatten(),
  dense(67, { activation: relu() }),
  dense(10),
]);
const ids = tensor(integers(12 * 33, 50), [12, 33]);
const attentive = sequential([
  embedding(50, 48),
  positionalEmbedding(33),
  transformerBlock({ heads: 3, causal: true, dropout: 0.1 }),
  layerNorm(),
  dense(50, { perPosition: true }),
]);
const recurrent = sequential([embedding(50, 40), lstm(72), dense(10)]);

console.log(await sumOf(convolutional, images, tensor(integers(24, 10))));
console.log(await sumOf(attentive, ids, tensor(integers(12 * 33, 50), [12, 33])));
console.log(await sumOf(recurrent, ids, tensor(integers(12, 10))));

/** A small network that has learned a little, batch normalization and dropout included. */
import { dataset } from "../../data/index.ts";
import { batchNorm, dense, dropout, sequential, tanh } from "../../layers/index.ts";
import { crossEntropy } from "../../losses/index.ts";
import { adam } from "../../optimizers/index.ts";
import { Generator } from "../../random/index.ts";
import { Trainer } from "../../training/index.ts";

const random = new Generator(3, "small network");

/** 61 points in the plane, so that batches are not all of one size. */
export const points = dataset({
  inputs: { values: random.fillNormal(new Float32Array(122)), shape: [61, 2] },
  targets: Int32Array.from({ length: 61 }, () => random.integer(3)),
  classes: ["a", "b", "c"],
});

export const smallNetwork = async () => {
  const model = sequential([dense(4), batchNorm(), tanh(), dropout(0.2), dense(3)]);
  const loss = crossEntropy();
  const trainer = new Trainer({ model, loss, optimizer: adam({ learningRate: 0.05 }), seed: 1 });
  await trainer.fit(points, { epochs: 5, batchSize: 16 });
  return { trainer, network: { model, loss, data: points, batchSize: 25 }, weights: await trainer.weights() };
};

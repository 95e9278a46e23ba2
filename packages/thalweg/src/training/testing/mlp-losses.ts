import { garments, rescale } from "../../data/index.ts";
import { dense, flatten, relu, sequential } from "../../layers/index.ts";
import { crossEntropy } from "../../losses/index.ts";
import { adam } from "../../optimizers/index.ts";
import { Trainer } from "../trainer.ts";

/** The network of the README on 64 drawn garments: what every engine must train alike. */
export const mlpProblem = () => {
  const model = sequential([flatten(), dense(256), relu(), dense(128), relu(), dense(10)]);
  const trainer = new Trainer({ model, loss: crossEntropy(), optimizer: adam({ learningRate: 1e-3 }), seed: 0 });
  const { inputs, targets } = rescale(garments({ train: 64, test: 1, seed: 0 }).train);
  return { trainer: trainer.build([28, 28, 1]), inputs, targets };
};

/** Losses before each of the first updates. */
export const firstLosses = async (count: number): Promise<number[]> => {
  const { trainer, inputs, targets } = mlpProblem();
  const losses: number[] = [];
  for (let step = 0; step < count; step++) losses.push(await trainer.step(inputs, targets));
  return losses;
};

/** The same losses by torch 2.13 in float64, from the same weights and images. */
export const lossesOfTorch: readonly number[] = [
  2.36577173324486, 2.16796997532514, 2.02069672302708, 1.8881437884065, 1.75647371581478, 1.62462101954069,
  1.48802919804838, 1.35188032651089,
];

import { type Dataset, exampleCount } from "../data/index.ts";
import { ThalwegError } from "../errors/thalweg-error.ts";
import type { LayerLike } from "../layers/index.ts";
import type { Loss } from "../losses/index.ts";
import { gradientDescent } from "../optimizers/index.ts";
import { type NamedArrays, Trainer } from "../training/index.ts";

/** A network, and the data over which its loss is a function of its weights. */
export interface Network {
  readonly model: LayerLike;
  readonly loss: Loss;
  readonly data: Dataset;
  /** Examples computed at once; the result is the mean over all. 256 unless said. */
  readonly batchSize?: number;
}

/** The loss at given weights and layer state, by name. */
export type LossAt = (weights: NamedArrays) => Promise<number>;

export const checkNetwork = (what: string, { data, batchSize = 1 }: Network): void => {
  if (exampleCount(data) < 1) throw new ThalwegError("data", `${what}: data must hold an example, got none`);
  if (Number.isSafeInteger(batchSize) && batchSize > 0) return;
  throw new ThalwegError("argument", `${what}: batchSize must be a positive whole number, got ${batchSize}`);
};

/**
 * The loss of a network as a function of its weights, layers in evaluation mode: batch normalization uses the moving
 * statistics among the weights, dropout drops nothing. To the bit what `trainer.evaluate(data)` says of the same weights.
 *
 * @example
 * const { model, loss } = { model: sequential([flatten(), dense(8), relu(), dense(10)]), loss: crossEntropy() };
 * const at = lossAt({ model, loss, data: validation });
 * await at(await trainer.weights()) === (await trainer.evaluate(validation)).loss; // true
 */
export const lossAt = (network: Network): LossAt => {
  checkNetwork("lossAt", network);
  const { model, loss, data, batchSize = 256 } = network;
  // An optimizer that evaluates with weights of its own would hide those that are set.
  const optimizer = gradientDescent();
  const trainer = new Trainer({ model, loss, optimizer, inputShape: data.inputs.shape.slice(1) });
  let last: Promise<unknown> = Promise.resolve();
  return (weights) => {
    const result = last.then(async () => {
      await trainer.setWeights(weights);
      return (await trainer.evaluate(data, { batchSize })).loss;
    });
    last = result.catch(() => undefined);
    return result;
  };
};

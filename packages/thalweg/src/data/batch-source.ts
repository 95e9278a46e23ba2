import type { Batch, BatchOptions } from "./batches.ts";

/** What a source is asked for: one epoch, with the trainer's seed and the options of its fit. */
export type EpochRequest = Required<BatchOptions>;

/** The batches of an epoch, and how many they are where that is known. */
export type EpochBatches = (Iterable<Batch> | AsyncIterable<Batch>) & { readonly length?: number };

/**
 * Makes the batches of an epoch: generated, augmented or read as they are needed. Generator functions are sources.
 * What depends on `seed` and `epoch` alone is the same in every run, however often it was broken off.
 *
 * @example
 * const source = function* ({ epoch, seed }: { epoch: number; seed: number }) {
 *   const random = new Generator(seed, "points", epoch);
 *   for (let update = 0; update < 20; update += 1) {
 *     const values = random.fillUniform(new Float32Array(32));
 *     yield dataset({ inputs: { values, shape: [32, 1] }, targets: { values: values.map((x) => x * x), shape: [32, 1] } });
 *   }
 * };
 * const line = new Trainer({ model: dense(1), loss: mse(), optimizer: adam({ learningRate: 0.1 }) });
 * const history = await line.fit(source, { epochs: 2 });
 */
export type BatchSource = (request: EpochRequest) => EpochBatches;

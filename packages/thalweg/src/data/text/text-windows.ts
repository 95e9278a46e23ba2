import { Generator } from "../../random/index.ts";
import type { EpochRequest } from "../batch-source.ts";
import { type Batches, planEpoch } from "../batches.ts";
import type { Dataset } from "../dataset.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { checkWindows, windowCount, windowsOf } from "./windows.ts";

export interface TextOptions {
  /** Symbols that a model sees at once. */
  readonly length: number;
  readonly vocabulary: Vocabulary;
  readonly name?: string;
}

/**
 * A text in windows of `length` symbols: inputs [windows, length] of ids (int32), targets the same one symbol on. Windows
 * begin every `stride` symbols, `length` unless said, so that every symbol but the first is a target once; a rest that
 * fills no window is left out. For what is measured on; `textWindows` is for what is learned from.
 *
 * @example
 * const vocabulary = characterVocabulary("abracadabra");
 * const { inputs, targets } = textDataset("abracadabra", { length: 4, vocabulary });
 * inputs.shape; // [2, 4]
 * vocabulary.decode(targets.values); // "bracadab"
 */
export const textDataset = (text: string, options: TextOptions & { stride?: number }): Dataset =>
  windowsOf(options.vocabulary.encode(text), options);

/**
 * As many windows for training, cut anew each epoch: each begins at a random one of its own `length` symbols, by seed
 * and epoch, so that over the epochs every symbol is seen in every place and as often as others, also in a text that
 * repeats itself every few windows.
 *
 * @example
 * const vocabulary = characterVocabulary("abracadabra");
 * const source = textWindows("abracadabra", { length: 4, vocabulary });
 * const [batch] = source({ epoch: 0, seed: 0, batchSize: 8, shuffle: true, remainder: "keep" });
 */
export const textWindows = (text: string, options: TextOptions): ((request: EpochRequest) => Batches) => {
  const { length, vocabulary } = options;
  const ids = vocabulary.encode(text);
  checkWindows(ids.length, options);
  const offsets = Math.min(length, ids.length - length);
  const count = windowCount(ids.length, { length, offset: offsets - 1 });
  return (request) => {
    const random = new Generator(request.seed, "windows", request.epoch);
    const starts = Int32Array.from({ length: count }, (_, window) => length * window + random.integer(offsets));
    const { length: batches, order, ranges } = planEpoch(count, request);
    return {
      length: batches,
      *[Symbol.iterator]() {
        for (const [begin, end] of ranges) {
          const shape = [end - begin, length];
          const inputs = new Int32Array((end - begin) * length);
          const targets = new Int32Array(inputs.length);
          for (let place = begin; place < end; place += 1) {
            const start = starts[order?.[place] ?? place];
            inputs.set(ids.subarray(start, start + length), (place - begin) * length);
            targets.set(ids.subarray(start + 1, start + 1 + length), (place - begin) * length);
          }
          yield { inputs: { values: inputs, shape }, targets: { values: targets, shape } };
        }
      },
    };
  };
};

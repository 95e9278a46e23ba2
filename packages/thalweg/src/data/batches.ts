import { ThalwegError } from "../errors/thalweg-error.ts";
import { Generator } from "../random/index.ts";
import type { BatchSource } from "./batch-source.ts";
import { type Dataset, exampleCount } from "./dataset.ts";
import { gather, slice, type Values } from "./values.ts";

/** `"all"` is batch mode: one update an epoch on every example. */
export type BatchSize = number | "all";

/** What becomes of a final short batch. */
export type Remainder = "keep" | "drop";

export interface BatchOptions {
  readonly batchSize: BatchSize;
  /** A new order every epoch; true unless said. */
  readonly shuffle?: boolean;
  readonly seed?: number;
  /** Epoch from 0; with the seed it alone decides the order. */
  readonly epoch?: number;
  readonly remainder?: Remainder;
}

/** inputs: [batch, ...features]; targets: [batch, ...outputs]. */
export interface Batch {
  readonly inputs: Values;
  readonly targets: Values;
  /** [batch], where examples do not all count alike. */
  readonly weights?: Values;
}

/** Batches of one epoch; can be walked through more than once. */
export interface Batches extends Iterable<Batch> {
  /** Number of batches. */
  readonly length: number;
}

const sizeFor = (examples: number, batchSize: BatchSize): number => {
  if (batchSize === "all") return examples;
  if (Number.isInteger(batchSize) && batchSize > 0) return batchSize;
  throw new ThalwegError("argument", `batches: batchSize must be a positive whole number or "all", got ${batchSize}`);
};

/** The batches of an epoch of a source that knows their number, such as `augment` and `textWindows` make. */
const batchesOf = (source: BatchSource, batchSize: BatchSize, remainder: Remainder): number => {
  const { length } = source({ epoch: 0, seed: 0, shuffle: false, batchSize, remainder });
  if (length !== undefined) return length;
  throw new ThalwegError(
    "argument",
    "updatesPerEpoch: a source must say how many batches it makes, as a length beside them; count those of a generator by hand",
  );
};

/**
 * Updates an epoch of so many examples, of a data set, or of what `augment` and `textWindows` make: ⌈N/B⌉, or ⌊N/B⌋ when
 * the remainder is dropped; 1 for `"all"`. With the epochs of a fit it gives the length of a schedule.
 *
 * @example
 * updatesPerEpoch(5_000_000, 1000); // 5000
 * updatesPerEpoch(dataset({ inputs: [[1], [2], [3]], targets: [0, 1, 0] }), 2); // 2
 */
export const updatesPerEpoch = (
  data: number | Dataset | BatchSource,
  batchSize: BatchSize,
  remainder: Remainder = "keep",
): number => {
  if (typeof data === "function") return batchesOf(data, batchSize, remainder);
  const examples = typeof data === "number" ? data : exampleCount(data);
  if (!Number.isInteger(examples) || examples < 1) {
    throw new ThalwegError("argument", `updatesPerEpoch: examples must be a positive whole number, got ${examples}`);
  }
  if (remainder !== "keep" && remainder !== "drop") {
    throw new ThalwegError("argument", `batches: remainder must be "keep" or "drop", got ${remainder}`);
  }
  const quotient = examples / sizeFor(examples, batchSize);
  return remainder === "keep" ? Math.ceil(quotient) : Math.floor(quotient);
};

/** Which examples each batch of an epoch holds. */
export interface EpochPlan {
  /** Number of batches. */
  readonly length: number;
  /** The examples in their order; undefined when they stand in it already. */
  readonly order: Int32Array | undefined;
  /** Places in that order where each batch begins, and before which it ends. */
  readonly ranges: Iterable<readonly [begin: number, end: number]>;
}

/** The batches of `count` examples in one epoch; the order depends on the seed and the epoch alone. */
export const planEpoch = (count: number, options: BatchOptions): EpochPlan => {
  const { shuffle = true, seed = 0, epoch = 0, batchSize, remainder } = options;
  if (!Number.isInteger(epoch) || epoch < 0) {
    throw new ThalwegError("argument", `batches: epoch must be a whole number from 0, got ${epoch}`);
  }
  const size = sizeFor(count, batchSize);
  const length = updatesPerEpoch(count, batchSize, remainder);
  if (length === 0) {
    throw new ThalwegError(
      "argument",
      `batches: batchSize ${size} is more than the ${count} examples and remainder is "drop", which leaves no batch; ` +
        "lower batchSize or keep the remainder",
    );
  }
  return {
    length,
    order: shuffle ? new Generator(seed, "batches", epoch).permutation(count) : undefined,
    ranges: {
      *[Symbol.iterator]() {
        for (let begin = 0; begin < length * size; begin += size) yield [begin, Math.min(begin + size, count)];
      },
    },
  };
};

/** Copies: a batch stays valid after the next one is drawn, and may be changed. */
const copyOf = ({ values, shape }: Values): Values => ({ values: values.slice(), shape });

/**
 * One epoch of a data set in batches. The order depends on the seed and the epoch alone, so a
 * resumed run sees what an unbroken one would have seen.
 *
 * @example
 * for (const { inputs, targets } of batches(train, { batchSize: 128, epoch: 3 })) await trainer.step(inputs, targets);
 */
export const batches = (source: Dataset, options: BatchOptions): Batches => batchesFrom(source, options, 0);

/** The same without the first ones, which count in `length` all the same. */
export const batchesFrom = (source: Dataset, options: BatchOptions, first: number): Batches => {
  if (exampleCount(source) === 0) {
    throw new ThalwegError("data", `${source.name}: a data set must hold at least one example, got none`);
  }
  const { length, order, ranges } = planEpoch(exampleCount(source), options);
  const part = (values: Values, begin: number, end: number): Values =>
    order === undefined ? copyOf(slice(values, begin, end)) : gather(values, order.subarray(begin, end));
  return {
    length,
    *[Symbol.iterator]() {
      let passed = 0;
      for (const [begin, end] of ranges) {
        if (passed++ < first) continue;
        const { inputs, targets, weights } = source;
        const own = weights ? { weights: part(weights, begin, end) } : {};
        yield { inputs: part(inputs, begin, end), targets: part(targets, begin, end), ...own };
      }
    },
  };
};

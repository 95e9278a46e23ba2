import { batchesFrom } from "../data/batches.ts";
import type { Batch, BatchSource, Dataset, EpochBatches, EpochRequest } from "../data/index.ts";
import { walkBatches } from "../data/prefetch.ts";
import { ThalwegError } from "../errors/thalweg-error.ts";
import { onDemand } from "./later.ts";

/**
 * What a model is fitted on: a data set; a function that makes the batches of an epoch; or batches themselves, such as an
 * array or an asynchronous iterable, which are walked through anew each epoch.
 */
export type TrainingData = Dataset | BatchSource | EpochBatches;

export const isDataset = (data: TrainingData): data is Dataset => typeof data === "object" && "inputs" in data;

const epochOf = (data: TrainingData, request: EpochRequest, first: number): EpochBatches => {
  if (typeof data === "function") return data(request);
  return isDataset(data) ? batchesFrom(data, request, first) : data;
};

const checkBatches = (found: unknown): void => {
  const isWalkable =
    typeof found === "object" && found !== null && (Symbol.iterator in found || Symbol.asyncIterator in found);
  if (isWalkable) return;
  throw new ThalwegError(
    "argument",
    "fit: data must be a data set, batches { inputs, targets } that can be walked through, or a function that returns such, " +
      `got ${found instanceof Promise ? "a promise; await it, or write async function*" : String(found)}`,
  );
};

/** What sources without types may give. */
const checkBatch = ({ inputs, targets }: Batch): void => {
  for (const part of [inputs, targets]) {
    if (ArrayBuffer.isView(part?.values) && Array.isArray(part.shape)) continue;
    throw new ThalwegError(
      "data",
      "fit: a batch must be { inputs, targets }, each a typed array with its shape, { values, shape }; " +
        "dataset({ inputs, targets }) makes one of nested arrays",
    );
  }
};

/** The batches of one epoch on their way to the model. */
export class EpochWalk {
  /** Number of batches, where it is known. */
  readonly length: number | undefined;
  private readonly batches: AsyncGenerator<Batch, void>;
  private peeked: Batch | undefined;
  /** Batches still to be passed over. */
  private behind: number;

  /** The first `done` batches are passed over, since they were learned from before. */
  constructor(data: TrainingData, request: EpochRequest, ahead: number, done = 0) {
    const source = epochOf(data, request, done);
    checkBatches(source);
    this.length = source.length;
    this.behind = isDataset(data) ? 0 : done;
    this.batches = walkBatches(source, ahead);
  }

  /** The first batch there is, which `next` gives again or passes over. */
  async first(): Promise<Batch> {
    this.peeked = await this.take();
    if (this.peeked !== undefined) return this.peeked;
    throw noBatch();
  }

  /** The next batch; undefined after the last. */
  async next(): Promise<Batch | undefined> {
    for (; this.behind > 0; this.behind--) {
      if ((await this.take()) === undefined) throw (await onDemand()).tooShort(this.behind);
    }
    return this.take();
  }

  private async take(): Promise<Batch | undefined> {
    const { peeked } = this;
    this.peeked = undefined;
    if (peeked !== undefined) return peeked;
    const { value } = await this.batches.next();
    if (value) checkBatch(value);
    return value ?? undefined;
  }

  /** Lets the source go; nothing when it is at its end. */
  async close(): Promise<void> {
    await this.batches.return();
  }
}

export const noBatch = (): ThalwegError =>
  new ThalwegError(
    "data",
    "fit: an epoch must have at least one batch, its data gave none; what can be walked through only once serves a " +
      "single epoch: give a function that makes the batches of each, such as function* ({ epoch }) { yield { inputs, targets }; }",
  );

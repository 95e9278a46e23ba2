import { type Batch, type BatchSource, batches, type EpochBatches } from "thalweg/data";
import type { TrainingData } from "thalweg/training";

const sourceOf = (data: TrainingData): BatchSource => {
  if (typeof data === "function") return data;
  return "inputs" in data ? (request) => batches(data, request) : () => data;
};

/** The same data up to `total` batches in all epochs, of `perEpoch` each: the last epoch breaks off. */
export const firstBatches = (data: TrainingData, total: number, perEpoch: number): BatchSource => {
  const source = sourceOf(data);
  return (request): EpochBatches => {
    const whole = source(request);
    const length = Math.min(perEpoch, total - request.epoch * perEpoch);
    return {
      length,
      async *[Symbol.asyncIterator](): AsyncGenerator<Batch, void> {
        let given = 0;
        for await (const batch of whole) {
          if (given === length) return;
          given += 1;
          yield batch;
        }
      },
    };
  };
};

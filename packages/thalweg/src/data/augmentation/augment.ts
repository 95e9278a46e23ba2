import { ThalwegError } from "../../errors/thalweg-error.ts";
import { dtypeOf } from "../../kernels/dtype.ts";
import { Generator } from "../../random/index.ts";
import type { EpochRequest } from "../batch-source.ts";
import { type Batches, batches, planEpoch } from "../batches.ts";
import { type Dataset, exampleCount } from "../dataset.ts";
import { exampleSize } from "../values.ts";
import type { Augmentation } from "./augmentation.ts";

/**
 * A data set whose inputs are changed at random each time a batch is made, one augmentation after the other; targets stay
 * as they are. It is something to fit on and not a data set, so that nothing is measured on changed examples. What
 * happens to an example depends on the seed, the epoch and the example alone: not on batch size or order.
 *
 * @example
 * const history = await trainer.fit(augment(train, [shift(2), flip()]), { epochs: 1, validation });
 */
export const augment = (
  source: Dataset,
  augmentations: readonly Augmentation[],
): ((request: EpochRequest) => Batches) => {
  if (augmentations.length === 0) {
    throw new ThalwegError("argument", "augment: augmentations must name at least one, such as shift(2), got none");
  }
  const shape = source.inputs.shape.slice(1);
  for (const { check } of augmentations) check(shape, dtypeOf(source.inputs.values));
  const size = exampleSize(source.inputs);
  return (request) => {
    const { order } = planEpoch(exampleCount(source), request);
    const plain = batches(source, request);
    const epoch = new Generator(request.seed, "augment", request.epoch);
    return {
      length: plain.length,
      *[Symbol.iterator]() {
        let place = 0;
        for (const batch of plain) {
          const { values } = batch.inputs;
          for (let begin = 0; begin < values.length; begin += size) {
            const random = epoch.derive(order?.[place] ?? place);
            const example = values.subarray(begin, begin + size);
            for (const [index, { apply }] of augmentations.entries()) apply(example, shape, random.derive(index));
            place += 1;
          }
          yield batch;
        }
      },
    };
  };
};

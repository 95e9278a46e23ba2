import { exampleCount, type Generator } from "thalweg";
import type { Fault } from "../fault.ts";
import { blobs } from "../problems/blobs.ts";
import { friedman } from "../problems/friedman.ts";
import { garments, garmentsConvolutional } from "../problems/garments.ts";
import { parity } from "../problems/parity.ts";
import { rings } from "../problems/rings.ts";
import { spirals } from "../problems/spirals.ts";
import { teacher } from "../problems/teacher.ts";
import { withUpdates } from "../run-plan.ts";

/** Few enough that a case takes about a second. */
const updates = 500;

/** A last batch of one example would be refused before the first update. */
const fewFor = (examples: number, random: Generator): number => (random.uniform() < 0.5 && examples % 3 !== 1 ? 3 : 2);

export const batchNormBatchOfOne: Fault = {
  id: "batch-norm-batch-of-one",
  plants: "batch normalization over batches of 2 or 3 examples, or of 1 where it is convolutional",
  problems: [blobs, garments, garmentsConvolutional, rings, spirals],
  tuning: [parity, teacher, friedman],
  plant: (healthy, random, problem) =>
    withUpdates(
      {
        ...healthy,
        network: { ...healthy.network, normalization: "batch" },
        batchSize: problem === garmentsConvolutional ? 1 : fewFor(exampleCount(healthy.train), random),
      },
      updates,
    ),
  mend: (planted, { batchSize, epochs }) => ({ ...planted, batchSize, epochs }),
};

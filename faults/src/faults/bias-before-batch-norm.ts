import type { Fault } from "../fault.ts";
import { blobs } from "../problems/blobs.ts";
import { deepBlobs } from "../problems/deep-blobs.ts";
import { friedman } from "../problems/friedman.ts";
import { garments, garmentsConvolutional } from "../problems/garments.ts";
import { moons } from "../problems/moons.ts";
import { spirals } from "../problems/spirals.ts";
import { teacher } from "../problems/teacher.ts";

export const biasBeforeBatchNorm: Fault = {
  id: "bias-before-batch-norm",
  plants: "layers with a bias right before a batch normalization",
  problems: [blobs, deepBlobs, garments, garmentsConvolutional, spirals],
  tuning: [moons, teacher, friedman],
  plant: (healthy) => ({
    ...healthy,
    network: { ...healthy.network, normalization: "batch", biasBeforeBatchNorm: true },
  }),
  mend: (planted) => ({ ...planted, network: { ...planted.network, biasBeforeBatchNorm: false } }),
};

import { heNormal } from "thalweg";
import type { Fault } from "../fault.ts";
import { blobs } from "../problems/blobs.ts";
import { deepBlobs } from "../problems/deep-blobs.ts";
import { friedman } from "../problems/friedman.ts";
import { garments } from "../problems/garments.ts";
import { parity } from "../problems/parity.ts";
import { spirals } from "../problems/spirals.ts";
import { teacher } from "../problems/teacher.ts";

export const explodingGradients: Fault = {
  id: "exploding-gradients",
  plants: "5 to 8 hidden layers whose weights are 2.5 to 5 times what suits",
  problems: [blobs, deepBlobs, friedman, garments, spirals],
  tuning: [parity, teacher, blobs],
  plant: (healthy, random) => ({
    ...healthy,
    network: {
      ...healthy.network,
      hidden: new Array<number>(5 + random.integer(4)).fill(32),
      activation: "relu",
      initializer: heNormal({ gain: random.uniform(2.5, 5) }),
    },
  }),
  mend: (planted) => {
    const { initializer: _, ...network } = planted.network;
    return { ...planted, network };
  },
};

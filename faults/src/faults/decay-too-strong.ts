import { adamW } from "thalweg";
import type { Fault } from "../fault.ts";
import { deepBlobs } from "../problems/deep-blobs.ts";
import { friedman } from "../problems/friedman.ts";
import { garments } from "../problems/garments.ts";
import { parity } from "../problems/parity.ts";
import { rings } from "../problems/rings.ts";
import { spirals } from "../problems/spirals.ts";
import { teacher } from "../problems/teacher.ts";
import { waves } from "../problems/waves.ts";

export const decayTooStrong: Fault = {
  id: "decay-too-strong",
  plants: "L2 of 0.3 to 1, or a decoupled decay of 6 to 20",
  problems: [deepBlobs, friedman, garments, spirals, waves],
  tuning: [teacher, parity, rings, garments],
  plant: (healthy, random) => {
    const strength = random.uniform();
    if (random.uniform() < 0.5) return { ...healthy, l2: 0.3 * (1 / 0.3) ** strength };
    return {
      ...healthy,
      optimizer: (learningRate) => adamW({ learningRate, weightDecay: 6 * (20 / 6) ** strength }),
      rate: 5e-3,
    };
  },
  mend: ({ l2: _, ...planted }, healthy) => ({
    ...planted,
    optimizer: planted.rate === healthy.rate ? healthy.optimizer : (learningRate) => adamW({ learningRate }),
  }),
};

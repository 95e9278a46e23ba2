import { gradientDescent, momentum } from "thalweg";
import type { Fault } from "../fault.ts";
import { blobs } from "../problems/blobs.ts";
import { deepBlobs } from "../problems/deep-blobs.ts";
import { friedman } from "../problems/friedman.ts";
import { garments } from "../problems/garments.ts";
import { moons } from "../problems/moons.ts";
import { rings } from "../problems/rings.ts";
import { teacher } from "../problems/teacher.ts";
import type { RunPlan } from "../run-plan.ts";

export const clippingAlwaysActive: Fault = {
  id: "clipping-always-active",
  plants: "gradients shortened to a norm of 0.001 to 0.02, where theirs are about 1",
  problems: [blobs, deepBlobs, friedman, garments, rings],
  tuning: [teacher, moons, rings, garments],
  plant: (healthy, random) => {
    const heavy = random.uniform() < 0.5;
    const optimizer: RunPlan["optimizer"] = heavy
      ? (learningRate) => momentum({ learningRate, beta: 0.9 })
      : (learningRate) => gradientDescent({ learningRate });
    return { ...healthy, optimizer, rate: heavy ? 0.02 : 0.1, clip: 10 ** random.uniform(-3, -1.7) };
  },
  mend: ({ clip: _, ...planted }) => planted,
};

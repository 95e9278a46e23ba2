import { type Generator, heNormal, momentum } from "thalweg";
import type { Fault } from "../fault.ts";
import { blobs } from "../problems/blobs.ts";
import { deepBlobs } from "../problems/deep-blobs.ts";
import { friedman } from "../problems/friedman.ts";
import { moons } from "../problems/moons.ts";
import { rings } from "../problems/rings.ts";
import { spirals } from "../problems/spirals.ts";
import { teacher } from "../problems/teacher.ts";
import type { RunPlan } from "../run-plan.ts";

const deep = (random: Generator, least: number): readonly number[] =>
  new Array<number>(least + random.integer(3)).fill(32);

/** Sigmoids of slope 1/4 at most, or weights so small that each layer passes on a fraction of what comes in. */
const inDepth = (healthy: RunPlan, random: Generator): RunPlan["network"] =>
  random.uniform() < 0.5
    ? { ...healthy.network, hidden: deep(random, 6), activation: "sigmoid" }
    : {
        ...healthy.network,
        hidden: deep(random, 6),
        activation: "relu",
        initializer: heNormal({ gain: random.uniform(0.08, 0.2) }),
      };

export const vanishingGradients: Fault = {
  id: "vanishing-gradients",
  plants: "6 to 8 hidden layers of sigmoids, or of weights 0.08 to 0.2 times what suits",
  problems: [blobs, deepBlobs, friedman, rings, spirals],
  tuning: [moons, teacher, blobs],
  plant: (healthy, random, { kind }) => ({
    ...healthy,
    network: inDepth(healthy, random),
    // Adam makes up for gradients that are small, as long as they are not too small.
    optimizer: (learningRate) => momentum({ learningRate, beta: 0.9 }),
    rate: kind === "classification" ? 0.02 : 0.01,
  }),
  mend: (planted) => {
    const { initializer: _, ...network } = planted.network;
    return { ...planted, network: { ...network, activation: "relu" } };
  },
};

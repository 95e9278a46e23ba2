import { adaGrad, type Generator, rmsProp, warmup } from "thalweg";
import { asNumbers } from "../as-numbers.ts";
import type { Fault } from "../fault.ts";
import { blobs } from "../problems/blobs.ts";
import { deepBlobs } from "../problems/deep-blobs.ts";
import { friedman } from "../problems/friedman.ts";
import { rings } from "../problems/rings.ts";
import { spirals } from "../problems/spirals.ts";
import { teacher } from "../problems/teacher.ts";
import type { RunPlan } from "../run-plan.ts";

/** Averages of squares begin at 0, which makes RMSProp's first update 1/√(1 − ρ) times as long as the rate. */
const uncorrected = (random: Generator): Pick<RunPlan, "optimizer" | "rate"> => {
  const rho = random.uniform() < 0.5 ? 0.995 : 0.999;
  return {
    optimizer: (learningRate) => rmsProp({ learningRate, rho }),
    rate: random.uniform(0.13, 0.17) * Math.sqrt(1 - rho),
  };
};

/** AdaGrad's first update is as long as the rate, and its sum of squares remembers what that one did. */
const remembering = (random: Generator): Pick<RunPlan, "optimizer" | "rate"> => ({
  optimizer: (learningRate) => adaGrad({ learningRate }),
  rate: random.uniform(0.085, 0.1),
});

export const warmupMissing: Fault = {
  id: "warmup-missing",
  plants: "five or six hidden layers, squared errors, first updates too long for them by RMSProp or AdaGrad, no warmup",
  problems: [friedman, rings, deepBlobs, spirals],
  tuning: [friedman, teacher, blobs, rings, deepBlobs, spirals],
  plant: (healthy, random) => {
    const isLengthened = random.uniform() < 0.6;
    return {
      ...asNumbers(healthy),
      network: {
        ...healthy.network,
        hidden: new Array<number>(isLengthened ? 5 : 6).fill(48),
        activation: isLengthened && random.uniform() < 0.5 ? "gelu" : "relu",
      },
      ...(isLengthened ? uncorrected(random) : remembering(random)),
    };
  },
  mend: (planted) => ({ ...planted, schedule: (rate, updates) => warmup(Math.round(updates / 5), rate) }),
};

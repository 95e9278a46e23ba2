import { adaGrad, rmsProp, warmup } from "thalweg";
import { asNumbers } from "../as-numbers.ts";
import type { Fault } from "../fault.ts";
import { blobs } from "../problems/blobs.ts";
import { deepBlobs } from "../problems/deep-blobs.ts";
import { friedman } from "../problems/friedman.ts";
import { rings } from "../problems/rings.ts";
import { spirals } from "../problems/spirals.ts";
import { teacher } from "../problems/teacher.ts";
import type { RunPlan } from "../run-plan.ts";

type Choice = (first: number) => Pick<RunPlan, "optimizer" | "rate">;

/** By how far the first update moves each weight: averages of squares that begin at 0 make it 1/√(1 − ρ) times the rate. */
const choices: readonly Choice[] = [
  ...[0.995, 0.999].map(
    (rho): Choice =>
      (first) => ({
        optimizer: (learningRate) => rmsProp({ learningRate, rho }),
        rate: first * Math.sqrt(1 - rho),
      }),
  ),
  (first) => ({ optimizer: (learningRate) => adaGrad({ learningRate }), rate: first }),
];

export const warmupMissing: Fault = {
  id: "warmup-missing",
  plants:
    "four or five hidden layers, squared errors, and optimizers whose first updates are too long for them, with no warmup",
  problems: [friedman, teacher, deepBlobs, spirals],
  tuning: [friedman, teacher, blobs, rings, deepBlobs, spirals],
  plant: (healthy, random) => {
    const activation = random.uniform() < 0.6 ? "relu" : "gelu";
    const hidden = new Array<number>(4 + random.integer(2)).fill(48);
    return {
      ...asNumbers(healthy),
      network: { ...healthy.network, hidden, activation },
      ...choices[random.integer(choices.length)](random.uniform(0.13, 0.18) * (activation === "gelu" ? 1.15 : 1)),
    };
  },
  mend: (planted) => ({ ...planted, schedule: (rate, updates) => warmup(Math.round(updates / 5), rate) }),
};

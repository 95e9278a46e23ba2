import { gradientDescent, momentum } from "thalweg";
import { asNumbers } from "../as-numbers.ts";
import type { Fault } from "../fault.ts";
import { blobs } from "../problems/blobs.ts";
import { deepBlobs } from "../problems/deep-blobs.ts";
import { friedman } from "../problems/friedman.ts";
import { rings } from "../problems/rings.ts";
import { sine } from "../problems/sine.ts";
import { spirals } from "../problems/spirals.ts";
import { teacher } from "../problems/teacher.ts";

const suited = { plain: 0.05, heavy: 0.01 } as const;

export const diverging: Fault = {
  id: "diverging",
  plants: "squared errors, with gradient descent or momentum at 40 to 400 times the rate that suits",
  problems: [blobs, friedman, sine, spirals],
  tuning: [rings, teacher, deepBlobs, friedman],
  // Bounded units: others would die in the first jump, and the loss would come back to where it began.
  plant: (healthy, random) => {
    const kind = random.uniform() < 0.5 ? "plain" : "heavy";
    return {
      ...asNumbers(healthy),
      network: { ...healthy.network, activation: "tanh" },
      optimizer: (learningRate) =>
        kind === "plain" ? gradientDescent({ learningRate }) : momentum({ learningRate, beta: 0.9 }),
      rate: suited[kind] * 40 * 10 ** random.uniform(),
    };
  },
  mend: (planted) => ({ ...planted, optimizer: (learningRate) => momentum({ learningRate, beta: 0.9 }), rate: 0.01 }),
};

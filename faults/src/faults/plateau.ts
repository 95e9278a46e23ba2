import { dense, initialConstant, type LayerLike, momentum, sequential, silu, softplus } from "thalweg";
import type { Fault } from "../fault.ts";
import { outputLayer } from "../network.ts";
import { blobs } from "../problems/blobs.ts";
import { friedman } from "../problems/friedman.ts";
import { moons } from "../problems/moons.ts";
import { rings } from "../problems/rings.ts";
import { spirals } from "../problems/spirals.ts";
import { teacher } from "../problems/teacher.ts";
import type { RunPlan } from "../run-plan.ts";

/** Smooth rectifiers: far below 0 they and their slopes are next to nothing, but not 0. */
const flatFar: readonly (() => LayerLike)[] = [softplus, silu];

export const plateau: Fault = {
  id: "plateau",
  plants: "smooth rectifiers that start 11 to 15 below 0, where they are flat",
  problems: [blobs, friedman, moons, spirals, teacher],
  tuning: [rings, moons, teacher, blobs],
  plant: (healthy, random): RunPlan => {
    const far = random.uniform(11, 15);
    const rectifier = flatFar[random.integer(flatFar.length)];
    return {
      ...healthy,
      optimizer: (learningRate) => momentum({ learningRate, beta: 0.9 }),
      rate: 0.05,
      network: { ...healthy.network, biasInitializer: initialConstant(-far) },
      model: ({ biasInitializer, ...network }) =>
        sequential([
          dense(network.hidden[0], biasInitializer ? { biasInitializer } : {}),
          rectifier(),
          outputLayer(network),
        ]),
    };
  },
  mend: ({ network: { biasInitializer: _, ...network }, ...planted }) => ({ ...planted, network }),
};

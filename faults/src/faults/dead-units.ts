import type { Initializer } from "thalweg";
import type { Fault } from "../fault.ts";
import { blobs } from "../problems/blobs.ts";
import { friedman } from "../problems/friedman.ts";
import { garments, garmentsConvolutional } from "../problems/garments.ts";
import { parity } from "../problems/parity.ts";
import { rings } from "../problems/rings.ts";
import { spirals } from "../problems/spirals.ts";
import { teacher } from "../problems/teacher.ts";

/** Biases of `share` of the units so far below 0 that no input wakes them. */
const asleep =
  (share: number, bias: number): Initializer =>
  (shape, generator) =>
    generator.fillUniform(new Float64Array(shape[0])).map((place) => (place < share ? bias : 0));

export const deadUnits: Fault = {
  id: "dead-units",
  plants: "96 to 100 % of the ReLU units with biases of −5 to −9",
  problems: [friedman, garments, garmentsConvolutional, rings, spirals],
  tuning: [parity, teacher, blobs],
  plant: (healthy, random) => ({
    ...healthy,
    network: {
      ...healthy.network,
      activation: "relu",
      biasInitializer: asleep(random.uniform(0.96, 1.04), -random.uniform(5, 9)),
    },
  }),
  mend: (planted) => {
    const { biasInitializer: _, ...network } = planted.network;
    return { ...planted, network };
  },
};

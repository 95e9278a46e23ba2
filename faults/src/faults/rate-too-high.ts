import { adam } from "thalweg";
import type { Fault } from "../fault.ts";
import { friedman } from "../problems/friedman.ts";
import { garments } from "../problems/garments.ts";
import { moons } from "../problems/moons.ts";
import { rings } from "../problems/rings.ts";
import { sine } from "../problems/sine.ts";
import { spirals } from "../problems/spirals.ts";
import { teacher } from "../problems/teacher.ts";
import { waves } from "../problems/waves.ts";

export const rateTooHigh: Fault = {
  id: "rate-too-high",
  plants: "Adam at 60 to 400 times the rate that suits",
  problems: [garments, moons, sine, spirals, waves],
  tuning: [teacher, friedman, rings, moons],
  // Bounded units, so that none dies and nothing runs away: the run stays, and bounces.
  plant: (healthy, random) => ({
    ...healthy,
    network: { ...healthy.network, activation: "tanh" },
    optimizer: (learningRate) => adam({ learningRate }),
    rate: 0.005 * 60 * (400 / 60) ** random.uniform(),
  }),
  mend: (planted) => ({ ...planted, rate: 0.008 }),
};

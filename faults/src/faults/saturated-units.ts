import { glorotUniform } from "thalweg";
import type { Fault } from "../fault.ts";
import { blobs } from "../problems/blobs.ts";
import { friedman } from "../problems/friedman.ts";
import { garments } from "../problems/garments.ts";
import { moons } from "../problems/moons.ts";
import { rings } from "../problems/rings.ts";
import { spirals } from "../problems/spirals.ts";
import { teacher } from "../problems/teacher.ts";

export const saturatedUnits: Fault = {
  id: "saturated-units",
  plants: "tanh or sigmoid units whose weights are 10 to 30 times what suits",
  problems: [friedman, garments, moons, rings, spirals],
  tuning: [teacher, blobs, moons],
  plant: (healthy, random) => {
    const activation = random.uniform() < 0.5 ? "tanh" : "sigmoid";
    const gain = random.uniform(10, 30) * (activation === "tanh" ? 1 : 4);
    return {
      ...healthy,
      network: { ...healthy.network, hidden: [32, 32], activation, initializer: glorotUniform({ gain }) },
    };
  },
  mend: (planted) => {
    const { initializer: _, ...network } = planted.network;
    return { ...planted, network: { ...network, activation: "tanh" } };
  },
};

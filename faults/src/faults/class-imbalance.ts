import { type Dataset, exampleCount, type Generator, select } from "thalweg";
import type { Fault } from "../fault.ts";
import { blobs } from "../problems/blobs.ts";
import { garments } from "../problems/garments.ts";
import { moons } from "../problems/moons.ts";
import { parity } from "../problems/parity.ts";
import { rings } from "../problems/rings.ts";
import { spirals } from "../problems/spirals.ts";
import { waves } from "../problems/waves.ts";

/** All examples of one class, and one of every so many of each other. */
const thinned = (data: Dataset, large: number, every: number): Dataset => {
  const seen = new Map<number, number>();
  const kept = Array.from({ length: exampleCount(data) }, (_, place) => place).filter((place) => {
    const label = data.targets.values[place];
    if (label === large) return true;
    const before = seen.get(label) ?? 0;
    seen.set(label, before + 1);
    return before % every === 0;
  });
  return select(data, Int32Array.from(kept));
};

export const classImbalance: Fault = {
  id: "class-imbalance",
  plants: "one example in 40 to 100 left of all classes but one",
  problems: [spirals, moons, garments, rings],
  tuning: [parity, waves, blobs, moons],
  plant: (healthy, random: Generator) => {
    const large = random.integer(Math.max(2, healthy.network.outputs));
    const every = 40 + random.integer(61);
    const { train, validation } = healthy;
    return {
      ...healthy,
      train: thinned(train, large, every),
      ...(validation && { validation: thinned(validation, large, every) }),
    };
  },
  mend: (_, healthy) => healthy,
};

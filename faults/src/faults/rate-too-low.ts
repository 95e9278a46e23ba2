import type { Fault } from "../fault.ts";
import { blobs } from "../problems/blobs.ts";
import { friedman } from "../problems/friedman.ts";
import { garments } from "../problems/garments.ts";
import { moons } from "../problems/moons.ts";
import { rings } from "../problems/rings.ts";
import { spirals } from "../problems/spirals.ts";
import { teacher } from "../problems/teacher.ts";
import { waves } from "../problems/waves.ts";

export const rateTooLow: Fault = {
  id: "rate-too-low",
  plants: "a rate divided by 100 to 1000",
  problems: [blobs, friedman, garments, moons, spirals],
  tuning: [teacher, rings, waves, blobs],
  plant: (healthy, random) => ({ ...healthy, rate: healthy.rate / 10 ** random.uniform(2, 3) }),
  mend: (_, healthy) => healthy,
};

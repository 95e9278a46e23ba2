import { cosine, type Generator, linear, type Schedule, step, warmupCosine } from "thalweg";
import type { Fault } from "../fault.ts";
import { friedman } from "../problems/friedman.ts";
import { garments } from "../problems/garments.ts";
import { moons } from "../problems/moons.ts";
import { parity } from "../problems/parity.ts";
import { rings } from "../problems/rings.ts";
import { sine } from "../problems/sine.ts";
import { spirals } from "../problems/spirals.ts";
import { teacher } from "../problems/teacher.ts";

/** A schedule for the first twentieth to tenth of the run, as if the run were so short. */
const shortSchedule = (random: Generator): ((rate: number, updates: number) => Schedule) => {
  const part = random.uniform(0.05, 0.1);
  const kind = random.integer(4);
  return (rate, updates) => {
    const total = Math.round(part * updates);
    if (kind === 0) return cosine({ peak: rate, total });
    if (kind === 1) return linear({ initial: rate, final: rate / 1000, total });
    if (kind === 2) return warmupCosine({ peak: rate, warmup: total >> 3, total });
    return step({ initial: rate, every: total >> 1, factor: 0.05 });
  };
};

export const scheduleDecaysTooEarly: Fault = {
  id: "schedule-decays-too-early",
  plants: "a cosine, a line or steps that end after 5 to 10 % of the run",
  problems: [friedman, garments, rings, sine, spirals],
  tuning: [teacher, moons, parity, rings],
  plant: (healthy, random) => ({ ...healthy, schedule: shortSchedule(random) }),
  mend: (planted) => ({ ...planted, schedule: (rate, total) => cosine({ peak: rate, total }) }),
};

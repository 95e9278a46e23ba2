import { cosine, exampleCount, linear, warmupCosine } from "thalweg";
import type { Fault } from "../fault.ts";
import { blobs } from "../problems/blobs.ts";
import { friedman } from "../problems/friedman.ts";
import { garments } from "../problems/garments.ts";
import { moons } from "../problems/moons.ts";
import { parity } from "../problems/parity.ts";
import { rings } from "../problems/rings.ts";
import { spirals } from "../problems/spirals.ts";
import { teacher } from "../problems/teacher.ts";
import { type RunPlan, updatesOf } from "../run-plan.ts";

/** Batches of 8 that are taken together by four: the run is the healthy one. */
const inFour = (plan: RunPlan): RunPlan => ({ ...plan, batchSize: 8, microBatches: 4 });

export const accumulationMisconfigured: Fault = {
  id: "accumulation-misconfigured",
  plants:
    "more batches an update than an epoch or the run has, schedules counted in batches, or batch norm on batches of 2",
  problems: [blobs, friedman, garments, moons, spirals],
  tuning: [teacher, rings, parity, blobs],
  plant: (healthy, random) => {
    const perEpoch = Math.ceil(exampleCount(healthy.train) / 32);
    const kind = random.integer(5);
    if (kind === 0) return { ...healthy, microBatches: Math.ceil(perEpoch * random.uniform(1.2, 2.5)) };
    if (kind === 1)
      return { ...healthy, microBatches: Math.ceil(perEpoch * healthy.epochs * random.uniform(0.3, 1.5)) };
    if (kind === 4) {
      const { network } = healthy;
      return { ...healthy, network: { ...network, normalization: "batch" }, batchSize: 2, microBatches: 16 };
    }
    const plan = inFour(healthy);
    const total = 4 * updatesOf(plan);
    const warmup = Math.round(total * random.uniform(0.27, 0.5));
    if (kind === 2) return { ...plan, schedule: (peak) => warmupCosine({ peak, warmup, total }) };
    const isStraight = random.uniform() < 0.5;
    return {
      ...plan,
      schedule: (peak) => (isStraight ? linear({ initial: peak, final: 0, total }) : cosine({ peak, total })),
    };
  },
  mend: (_, healthy) => healthy,
};

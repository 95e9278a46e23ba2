import { type Dataset, earlyStopping, exampleCount, select } from "thalweg";
import type { Fault } from "../fault.ts";
import { blobs } from "../problems/blobs.ts";
import { friedman } from "../problems/friedman.ts";
import { garments } from "../problems/garments.ts";
import { moons } from "../problems/moons.ts";
import { rings } from "../problems/rings.ts";
import { sine } from "../problems/sine.ts";
import { spirals } from "../problems/spirals.ts";
import { teacher } from "../problems/teacher.ts";

const firstOf = (data: Dataset, count: number): Dataset =>
  select(
    data,
    Int32Array.from({ length: Math.min(count, exampleCount(data)) }, (_, index) => index),
  );

const silent = { write: () => true };

export const earlyStoppingTooEager: Fault = {
  id: "early-stopping-too-eager",
  plants: "early stopping that takes one epoch without improvement on few examples, or small improvements, for the end",
  problems: [spirals, friedman, garments, moons, rings],
  tuning: [blobs, teacher, sine, spirals],
  plant: (healthy, random) => {
    const plan = { ...healthy, rate: healthy.rate / 4, epochs: 6 * healthy.epochs };
    if (random.uniform() < 0.5) {
      const minDelta = random.uniform(0.15, 0.4);
      const patience = 1 + random.integer(2);
      return { ...plan, callbacks: () => [earlyStopping({ minDelta, patience, stream: silent })] };
    }
    // Accuracy of so few moves in steps, and stands still by chance.
    const validation = plan.validation && firstOf(plan.validation, 12 + random.integer(12));
    const monitor = healthy.metrics[0].name === "accuracy" ? "validationAccuracy" : "validationLoss";
    return {
      ...plan,
      ...(validation && { validation }),
      callbacks: () => [earlyStopping({ monitor, stream: silent })],
    };
  },
  mend: ({ callbacks: _, ...planted }, { validation }) => ({ ...planted, ...(validation && { validation }) }),
};

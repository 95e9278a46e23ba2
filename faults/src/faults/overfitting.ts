import { type Dataset, exampleCount, type Generator, select } from "thalweg";
import type { Fault } from "../fault.ts";
import { blobs } from "../problems/blobs.ts";
import { garments } from "../problems/garments.ts";
import { moons } from "../problems/moons.ts";
import { parity } from "../problems/parity.ts";
import { rings } from "../problems/rings.ts";
import { spirals } from "../problems/spirals.ts";
import { teacher } from "../problems/teacher.ts";
import { withUpdates } from "../run-plan.ts";

/** The first examples only, some of whose classes are any others, or whose numbers are blurred. */
const fewAndNoisy = (data: Dataset, count: number, share: number, random: Generator): Dataset => {
  const few = select(
    data,
    Int32Array.from({ length: count }, (_, place) => place),
  );
  const { values, shape } = few.targets;
  if (values instanceof Float32Array && values.some((value) => value !== 0 && value !== 1)) {
    const blurred = values.map((value) => value + random.normal(0, 2 * share));
    return { ...few, targets: { values: blurred, shape } };
  }
  const other = Int32Array.from({ length: count }, (_, place) =>
    random.uniform() < share ? random.integer(count) : place,
  );
  return { ...few, targets: select(few, other).targets };
};

export const overfitting: Fault = {
  id: "overfitting",
  plants: "only 50 to 100 examples, noisy ones, for a network of two to four times the width, and as many updates",
  problems: [blobs, garments, spirals, parity],
  tuning: [moons, rings, teacher, blobs],
  plant: (healthy, random) => {
    const { network, train, validation } = healthy;
    const [wider, share] = [2 + random.integer(3), random.uniform(0.25, 0.4)];
    const plan = {
      ...healthy,
      train: fewAndNoisy(train, 50 + random.integer(51), share, random),
      ...(validation && { validation: fewAndNoisy(validation, exampleCount(validation), share, random) }),
      network: { ...network, hidden: network.hidden.map((units) => wider * units) },
    };
    return withUpdates(plan, 800);
  },
  mend: (_, healthy) => healthy,
};

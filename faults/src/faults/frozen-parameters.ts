import { frozen, type Generator, type LayerLike, route, stopGradient, type Tensor } from "thalweg";
import type { Fault } from "../fault.ts";
import { blobs } from "../problems/blobs.ts";
import { deepBlobs } from "../problems/deep-blobs.ts";
import { friedman } from "../problems/friedman.ts";
import { garments } from "../problems/garments.ts";
import { moons } from "../problems/moons.ts";
import { parity } from "../problems/parity.ts";
import { spirals } from "../problems/spirals.ts";
import { teacher } from "../problems/teacher.ts";
import type { RunPlan } from "../run-plan.ts";
import { spliced } from "../spliced.ts";

/** Layers that pass numbers on and no gradient. */
const barriers: readonly LayerLike[] = [
  (x: Tensor) => stopGradient(x),
  // To steps of a tenth: constant between them.
  (x: Tensor) => x.mul(10).floor().div(10),
];

const cutOff = (healthy: RunPlan, random: Generator): RunPlan =>
  spliced(healthy, {
    after: random.integer(healthy.network.hidden.length),
    layers: [barriers[random.integer(barriers.length)]],
  });

/** All but the last layer, though nothing was trained before. */
const held = (healthy: RunPlan): RunPlan => {
  const { length } = healthy.network.hidden;
  const last = `dense_${length}/`;
  return {
    ...healthy,
    optimizer: (rate) =>
      route([
        { match: (name) => name.startsWith(last), use: healthy.optimizer(rate) },
        { match: () => true, use: frozen() },
      ]),
  };
};

export const frozenParameters: Fault = {
  id: "frozen-parameters",
  plants: "hidden layers behind one that passes no gradient, or held by the optimizer as they began",
  problems: [deepBlobs, friedman, garments, parity, spirals],
  tuning: [blobs, moons, teacher],
  plant: (healthy, random) => (random.uniform() < 0.6 ? cutOff(healthy, random) : held(healthy)),
  mend: (_, healthy) => healthy,
};

import type { Generator } from "thalweg";
import type { Fault } from "../fault.ts";
import { moons } from "../problems/moons.ts";
import { parity } from "../problems/parity.ts";
import { rings } from "../problems/rings.ts";
import { sine } from "../problems/sine.ts";
import { spirals } from "../problems/spirals.ts";
import { type RunPlan, withUpdates } from "../run-plan.ts";

const linear = ({ network }: RunPlan): RunPlan["network"] => ({ ...network, hidden: [] });

const narrow = ({ network }: RunPlan): RunPlan["network"] => ({
  ...network,
  hidden: network.hidden.map(() => 1),
  // One relu is soon dead, which is another fault.
  activation: "tanh",
});

const muchDropout = ({ network }: RunPlan, random: Generator): RunPlan["network"] => ({
  ...network,
  // What is left of many units may still do.
  hidden: network.hidden.map((units) => Math.ceil(units / 8)),
  dropout: random.uniform(0.85, 0.92),
});

const ways = [linear, narrow, muchDropout];

export const underfitting: Fault = {
  id: "underfitting",
  plants: "a linear model, hidden layers of one unit, or 85 to 92 % dropout between an eighth of the units",
  problems: [spirals, rings, parity, sine],
  tuning: [moons, rings, spirals, sine],
  plant: (healthy, random) =>
    // So many that all of them come to rest.
    withUpdates({ ...healthy, network: ways[random.integer(ways.length)](healthy, random) }, 1000),
  mend: (_, healthy) => healthy,
};

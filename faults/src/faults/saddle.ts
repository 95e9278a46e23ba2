import { type Generator, gradientDescent, initialConstant, initialNormal, momentum } from "thalweg";
import type { Fault } from "../fault.ts";
import { blobs } from "../problems/blobs.ts";
import { friedman } from "../problems/friedman.ts";
import { moons } from "../problems/moons.ts";
import { rings } from "../problems/rings.ts";
import { sine } from "../problems/sine.ts";
import { spirals } from "../problems/spirals.ts";
import { teacher } from "../problems/teacher.ts";
import type { RunPlan } from "../run-plan.ts";

/** Two hidden layers without an optimizer that makes up for small gradients: from usual weights they learn. */
const smooth = (healthy: RunPlan, random: Generator): RunPlan => {
  const beta = random.uniform() < 0.5 ? 0 : 0.5;
  return {
    ...healthy,
    network: { ...healthy.network, hidden: [24, 24], activation: "tanh" },
    optimizer: (learningRate) => (beta === 0 ? gradientDescent({ learningRate }) : momentum({ learningRate, beta })),
    rate: 0.1,
  };
};

export const saddle: Fault = {
  id: "saddle",
  plants: "all weights start within 0.0001 to 0.001 of 0, where the gradient vanishes, or all at 0",
  problems: [blobs, friedman, moons, spirals, sine],
  tuning: [teacher, rings, moons, blobs],
  plant: (healthy, random) => {
    const base = smooth(healthy, random);
    const size = random.uniform() < 0.25 ? 0 : 10 ** random.uniform(-4, -3);
    const initializer = size === 0 ? initialConstant(0) : initialNormal(size);
    return { ...base, network: { ...base.network, initializer, outputInitializer: initializer } };
  },
  mend: ({ network, ...planted }) => {
    const { initializer: _, outputInitializer: __, ...usual } = network;
    return { ...planted, network: usual };
  },
};

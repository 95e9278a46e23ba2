import { type Dataset, type Generator, type Initializer, initialNormal } from "thalweg";
import type { Fault } from "../fault.ts";
import { blobs } from "../problems/blobs.ts";
import { friedman } from "../problems/friedman.ts";
import { garments } from "../problems/garments.ts";
import { moons } from "../problems/moons.ts";
import { parity } from "../problems/parity.ts";
import { sine } from "../problems/sine.ts";
import { spirals } from "../problems/spirals.ts";
import { teacher } from "../problems/teacher.ts";
import type { RunPlan } from "../run-plan.ts";

const inUnits = (data: Dataset, factor: number, offset: number): Dataset => {
  const { values, shape } = data.targets;
  return { ...data, targets: { values: Float32Array.from(values, (value) => factor * value + offset), shape } };
};

/** Targets as if in other units: times 30 to 300, and as much beside 0. */
const unscaledTargets = ({ train, validation }: RunPlan, random: Generator): Partial<RunPlan> => {
  const factor = 10 ** random.uniform(1.5, 2.5);
  const offset = factor * random.uniform(-2, 2);
  return {
    train: inUnits(train, factor, offset),
    ...(validation && { validation: inUnits(validation, factor, offset) }),
  };
};

/** Output weights that give outputs of 10 and more where they should give 1. */
const largeWeights = ({ network }: RunPlan, random: Generator): Partial<RunPlan> => {
  const width = network.hidden[network.hidden.length - 1];
  const deviation = random.uniform(40, 80) / Math.sqrt(width);
  return { network: { ...network, outputInitializer: initialNormal(deviation) } };
};

/** One output that stands 15 to 40 too high. */
const farBias = ({ network }: RunPlan, random: Generator): Partial<RunPlan> => {
  const [which, height] = [random.integer(network.outputs), random.uniform(15, 40)];
  const outputBias: Initializer = (shape) =>
    Float64Array.from({ length: shape[0] }, (_, output) => (output === which ? height : 0));
  return { network: { ...network, outputBias } };
};

export const initialLossOff: Fault = {
  id: "initial-loss-off",
  plants: "output weights 30 to 60 times too large for classes, an output bias of 15 to 40, or targets times 30 to 300",
  problems: [blobs, friedman, garments, sine, spirals],
  pictured: { problem: friedman, seed: 0 },
  tuning: [moons, parity, teacher, blobs],
  plant: (healthy, random, { kind }) => {
    // What large weights do to numbers depends on how much of the input comes through, which can be next to nothing.
    const ways = kind === "regression" ? [unscaledTargets, farBias] : [largeWeights, farBias];
    return { ...healthy, ...ways[random.integer(ways.length)](healthy, random) };
  },
  mend: (_, healthy) => healthy,
};

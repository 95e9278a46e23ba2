import type { Dataset, Generator } from "thalweg";
import type { Fault } from "../fault.ts";
import { blobs } from "../problems/blobs.ts";
import { friedman } from "../problems/friedman.ts";
import { garments } from "../problems/garments.ts";
import { moons } from "../problems/moons.ts";
import { parity } from "../problems/parity.ts";
import { sine } from "../problems/sine.ts";
import { spirals } from "../problems/spirals.ts";
import { teacher } from "../problems/teacher.ts";

/** Each input times a factor of its feature and plus an offset, as if measured in other units. */
const inUnits = (data: Dataset, factors: readonly number[], offset: number): Dataset => {
  const { values, shape } = data.inputs;
  const scaled = Float32Array.from(values, (value, index) => factors[index % factors.length] * value + offset);
  return { ...data, inputs: { values: scaled, shape } };
};

/** One factor for all, from 30 to 300, or one for each feature, from 0.01 to 300. */
const factorsFor = ({ inputs }: Dataset, random: Generator): readonly number[] => {
  const features = inputs.shape[inputs.shape.length - 1];
  if (features === 1 || random.uniform() < 0.5) return [10 ** random.uniform(1.5, 2.5)];
  const powers = Array.from({ length: features }, () => random.uniform(-2, 2.5));
  // So that there is a small one and a large one.
  return powers.map((power, feature) => 10 ** (feature === 0 ? 2 : feature === 1 ? -1.5 : power));
};

export const inputsNotNormalized: Fault = {
  id: "inputs-not-normalized",
  plants: "inputs in other units: all times 30 to 300, or each feature times 0.01 to 300",
  problems: [blobs, friedman, garments, sine, spirals],
  tuning: [teacher, moons, parity, garments],
  plant: (healthy, random) => {
    const { train, validation } = healthy;
    const factors = factorsFor(train, random);
    const offset = random.uniform(-0.5, 0.5) * Math.max(...factors);
    return {
      ...healthy,
      train: inUnits(train, factors, offset),
      ...(validation && { validation: inUnits(validation, factors, offset) }),
    };
  },
  mend: (_, healthy) => healthy,
};

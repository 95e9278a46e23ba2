import { type Dataset, gradientDescent } from "thalweg";
import type { Fault } from "../fault.ts";
import { courses, measures, sensors, surfaces } from "../problems/correlated.ts";

/** The largest curvature of a linear regression: 2 × the largest eigenvalue of the inputs' second moments, bias included. */
const largestCurvature = ({ inputs: { values, shape } }: Dataset): number => {
  const [examples, features] = shape;
  const direction = new Float64Array(features + 1).fill(1);
  let largest = 0;
  for (let round = 0; round < 100; round++) {
    const size = Math.hypot(...direction);
    const unit = direction.map((each) => each / size);
    direction.fill(0);
    for (let row = 0; row < examples; row++) {
      const at = (feature: number): number => (feature === features ? 1 : values[row * features + feature]);
      const along = unit.reduce((sum, each, feature) => sum + each * at(feature), 0);
      for (let feature = 0; feature <= features; feature++) direction[feature] += (2 * along * at(feature)) / examples;
    }
    largest = Math.hypot(...direction);
  }
  return largest;
};

export const ravine: Fault = {
  id: "ravine",
  plants: "plain gradient descent with correlated features, at 1.7 to 1.85 of the rate × curvature that 2 bounds",
  problems: [measures, courses, sensors, surfaces],
  tuning: [measures, courses, sensors, surfaces],
  plant: (healthy, random) => ({
    ...healthy,
    optimizer: (learningRate) => gradientDescent({ learningRate }),
    rate: random.uniform(1.7, 1.85) / largestCurvature(healthy.train),
  }),
  mend: (_, healthy) => healthy,
};

import { type Dataset, mse, r2 } from "thalweg";
import type { RunPlan } from "./run-plan.ts";

/** Classes as one number for each, with mean 0 and root mean square 1 where classes are as frequent as each other. */
const numbersOf = (data: Dataset, outputs: number): Dataset => {
  const { values, shape } = data.targets;
  if (shape.length > 1) return data;
  const [low, high] = [-1 / Math.sqrt(outputs - 1), Math.sqrt(outputs - 1)];
  const targets = Float32Array.from({ length: outputs * shape[0] }, (_, index) =>
    values[Math.floor(index / outputs)] === index % outputs ? high : low,
  );
  return { ...data, targets: { values: targets, shape: [shape[0], outputs] } };
};

/** The plan with squared errors, whose gradients grow with the outputs: what runs away then does so fast. */
export const asNumbers = (plan: RunPlan): RunPlan => ({
  ...plan,
  loss: mse(),
  metrics: [r2()],
  train: numbersOf(plan.train, plan.network.outputs),
  ...(plan.validation && { validation: numbersOf(plan.validation, plan.network.outputs) }),
});

import type { Hyper } from "../../optimizers/index.ts";
import { asSchedule, type StepFunction, warmup } from "../../schedules/index.ts";

/** The rate after a warmup that starts at 0. */
export const warmedUp = (learningRate: Hyper, warmupSteps: number): Hyper =>
  warmupSteps > 0 ? warmup(warmupSteps, learningRate) : learningRate;

/** The rate of the next update: Optax counts from 1 where it weighs iterates, and from 0 where it takes steps. */
export const oneAhead = (rate: Hyper): number | StepFunction => {
  if (typeof rate === "number") return rate;
  const schedule = asSchedule(rate);
  return (step) => schedule(step + 1);
};

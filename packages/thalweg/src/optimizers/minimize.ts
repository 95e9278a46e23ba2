import type { OptimizerLike } from "./accumulate.ts";
import { minimizer, type Problem, type Values, valuesNow } from "./minimizer.ts";
import { Optimizer } from "./optimizer.ts";

/** Why a minimization ended. */
export type StopReason =
  /** All steps were taken. */
  | { readonly kind: "finished" }
  /** `update` is the first one (from 1) after which the loss is not finite. */
  | { readonly kind: "diverged"; readonly update: number };

export interface MinimizeOptions {
  readonly optimizer: OptimizerLike;
  /** How many updates to take. */
  readonly steps: number;
}

/**
 * Follows an optimizer downhill from a start, in float64: one array, or several by name. The function
 * is written on tensors and differentiated, or on arrays beside a `gradient` of your own.
 *
 * @example
 * const f = (w: Tensor) => w.square().sum();
 * const { path, losses } = await minimize(f, [5], { optimizer: adam({ learningRate: 0.01 }), steps: 3 });
 * path[3][0]; // 4.970001931881262
 */
export const minimize = minimizer("minimize", (problem, { optimizer, steps }: MinimizeOptions) => {
  const { parameters, objective } = problem;
  const weights = Object.fromEntries(parameters.map(({ name, data, shape }) => [name, { data, shape }]));
  const running = new Optimizer(weights, optimizer, objective ? { objective } : {});
  const { path, losses, reason } = follow(running, problem, steps);
  const averages = Object.entries(running.evaluationWeights()).map(([name, values]) => [
    name,
    Float64Array.from(values),
  ]);
  return { path, losses: Float64Array.from(losses), weights: Object.fromEntries(averages), reason };
});

/** Takes the steps and writes down where they lead. */
const follow = (
  optimizer: Optimizer,
  problem: Problem,
  steps: number,
): { path: Values[]; losses: number[]; reason: StopReason } => {
  const { evaluate, gradients } = problem;
  const path = [valuesNow(problem)];
  const losses = [evaluate()];
  for (let update = 1; update <= steps; update++) {
    const result = optimizer.step(gradients, { loss: losses[update - 1] });
    // Where the gradient overflows before the loss does, taking the step would have made it so.
    losses.push(result.applied || result.cause === "accumulating" ? evaluate() : Number.NaN);
    path.push(valuesNow(problem));
    if (!Number.isFinite(losses[update])) return { path, losses, reason: { kind: "diverged", update } };
  }
  return { path, losses, reason: { kind: "finished" } };
};

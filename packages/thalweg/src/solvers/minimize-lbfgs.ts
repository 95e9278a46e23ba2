import { type Minimization, minimizer, type Problem, type Values, valuesNow } from "../optimizers/minimizer.ts";
import { descend, emptyMemory, type LbfgsReason, type Place } from "./descent.ts";
import { joined, spread } from "./flat.ts";
import { type LbfgsOptions, type LbfgsSettings, lbfgsSettings } from "./lbfgs-options.ts";

export interface MinimizeLbfgsOptions extends LbfgsOptions {
  /** How many steps to take at most, each of up to `maxIterations` iterations. */
  readonly steps: number;
}

/**
 * Minimizes a function by L-BFGS in float64, and stops where it converges: one array, or several by name.
 * The function is written on tensors and differentiated, or on arrays beside a `gradient` of your own.
 *
 * @example
 * const rosenbrock = (w: Tensor) => {
 *   const [x, y] = [w.slice(0), w.slice(1)];
 *   return x.sub(1).square().add(y.sub(x.square()).square().mul(100));
 * };
 * const { weights, reason } = await minimizeLbfgs(rosenbrock, [-1, 1], { steps: 100, changeTolerance: 1e-15 });
 * reason; // { kind: "converged", by: "gradient" }
 * weights; // [1, 1]
 */
export const minimizeLbfgs = minimizer<MinimizeLbfgsOptions, LbfgsReason>(
  "minimizeLbfgs",
  (problem, { steps, gradient: _, ...options }) => follow(problem, steps, lbfgsSettings("minimizeLbfgs", options)),
);

const follow = (problem: Problem, steps: number, settings: LbfgsSettings): Minimization<Values, LbfgsReason> => {
  const { parameters, gradients, evaluate } = problem;
  const placeAt = (x: Float64Array): Place => {
    spread(x, parameters);
    const loss = evaluate();
    return { x, loss, gradient: joined(parameters.map(({ name }) => gradients[name])) };
  };
  const memory = emptyMemory(settings);
  let place = placeAt(joined(parameters.map(({ data }) => data)));
  let reason: LbfgsReason = { kind: "finished" };
  const path = [valuesNow(problem)];
  const losses = [place.loss];
  for (let step = 0; step < steps && reason.kind === "finished"; step++) {
    const found = descend(memory, place, placeAt, settings);
    reason = found.reason;
    if (found.place === place && reason.kind !== "finished") break;
    place = found.place;
    spread(place.x, parameters);
    path.push(valuesNow(problem));
    losses.push(place.loss);
  }
  return { path, losses: Float64Array.from(losses), weights: path[path.length - 1], reason };
};

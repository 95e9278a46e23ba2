import type { Shape } from "../../graph/index.ts";
import type { OptimizerSpec } from "../chain.ts";
import { Optimizer } from "../optimizer.ts";

/** A parameter and its gradient; weights are 0 unless given. */
export interface Given {
  readonly gradient: readonly number[];
  readonly shape?: Shape;
  readonly weights?: readonly number[];
}

/** What a stage makes of gradients: the update that it adds to the weights, by name. */
export const applied = (stage: OptimizerSpec, given: Readonly<Record<string, Given>>): Record<string, number[]> => {
  const entries = Object.entries(given);
  const weights = Object.fromEntries(
    entries.map(([name, { gradient, shape = [gradient.length], weights }]) => [
      name,
      { data: Float64Array.from(weights ?? gradient.map(() => 0)), shape },
    ]),
  );
  new Optimizer(weights, stage).step(Object.fromEntries(entries.map(([name, { gradient }]) => [name, gradient])));
  return Object.fromEntries(
    entries.map(([name, { weights: before }]) => [
      name,
      [...weights[name].data].map((value, index) => value - (before?.[index] ?? 0)),
    ]),
  );
};

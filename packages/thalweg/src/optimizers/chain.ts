import type { Json } from "../schedules/index.ts";
import type { Route } from "./route.ts";
import type { Transform } from "./transform.ts";

/** An optimizer, described: one transform, several in a row, or one for each group of parameters. */
export type OptimizerSpec = Transform | Chain | Route;

/** Transforms in a row: each takes the update that the one before gives, the first the gradient. */
export interface Chain {
  readonly kind: "chain";
  readonly stages: readonly OptimizerSpec[];
  /** The recipe that made the chain, with its options. */
  readonly recipe?: { readonly name: string; readonly options: Readonly<Record<string, Json>> };
}

/**
 * Transforms in a row. What the last one gives is added to the weights.
 *
 * @example
 * const clippedAdam = chain(clipByGlobalNorm(1), scaleByAdam(), scaleByLearningRate(1e-3));
 */
export const chain = (...stages: readonly OptimizerSpec[]): Chain => ({ kind: "chain", stages });

/** Puts a clip where the gradient is ready: first, or after a stage that gives another one, such as SAM's. */
export const clipped = (clip: Transform, optimizer: OptimizerSpec): Chain => {
  if (optimizer.kind === "chain") {
    const [first, ...rest] = optimizer.stages;
    if (first?.kind === "chain") return { ...optimizer, stages: [clipped(clip, first), ...rest] };
    if (first?.kind === "transform" && first.givesGradient) return { ...optimizer, stages: [first, clip, ...rest] };
  }
  return chain(clip, optimizer);
};

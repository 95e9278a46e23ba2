import { ThalwegError } from "../errors/thalweg-error.ts";
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
export const chain = (...stages: readonly OptimizerSpec[]): Chain => {
  for (const [index, stage] of stages.entries()) checkOptimizer(`chain: stage ${index + 1}`, stage);
  return { kind: "chain", stages };
};

const kinds: readonly unknown[] = ["transform", "chain", "route"];

/** What programs without types get wrong: an optimizer that is not called, none at all, or one that stands around others. */
export const checkOptimizer = (what: string, optimizer: unknown): void => {
  const kind = typeof optimizer === "object" && optimizer !== null && "kind" in optimizer ? optimizer.kind : undefined;
  if (kinds.includes(kind)) return;
  if (kind === "accumulated") {
    throw new ThalwegError(
      "argument",
      `${what} cannot be accumulate(), which goes around all else: accumulate(2, chain(…))`,
    );
  }
  const got = typeof optimizer === "function" ? `the function ${optimizer.name}; call it` : String(optimizer);
  throw new ThalwegError("argument", `${what} must come from a call such as adam(), got ${got}`);
};

/** Puts a clip where the gradient is ready: first, or after a stage that gives another one, such as SAM's. */
export const clipped = (clip: Transform, optimizer: OptimizerSpec): Chain => {
  if (optimizer.kind === "chain") {
    const [first, ...rest] = optimizer.stages;
    if (first?.kind === "chain") return { ...optimizer, stages: [clipped(clip, first), ...rest] };
    if (first?.kind === "transform" && first.givesGradient) return { ...optimizer, stages: [first, clip, ...rest] };
  }
  return chain(clip, optimizer);
};

import { ThalwegError } from "../errors/thalweg-error.ts";
import type { Shape } from "../graph/index.ts";
import type { OptimizerSpec } from "./chain.ts";
import { groupOf } from "./stages.ts";

/** One parameter inside a block. */
export interface BlockParameter {
  readonly name: string;
  readonly shape: Shape;
  /** Its first element in the block. */
  readonly offset: number;
}

/**
 * A flat array that holds one parameter or several of the same route group; what lies between them
 * is zero.
 */
export interface Block {
  readonly name: string;
  readonly dtype: "float32" | "float64";
  readonly length: number;
  readonly parameters: readonly BlockParameter[];
}

/** A block's first parameter, after checking that the others belong to the same route group. */
export const checkedGroup = (optimizer: OptimizerSpec, { name, parameters }: Block): BlockParameter => {
  const [first] = parameters;
  if (!first) throw new ThalwegError("argument", `block ${name}: must hold at least one parameter, got none`);
  const group = groupOf(optimizer, first.name, first.shape);
  const other = parameters.find((parameter) => groupOf(optimizer, parameter.name, parameter.shape) !== group);
  if (!other) return first;
  throw new ThalwegError(
    "argument",
    `block ${name}: parameters of one block must belong to one route group, got ${first.name} and ${other.name}; give each group its block`,
  );
};

import { ThalwegError } from "../errors/thalweg-error.ts";
import { type Shape, showShape } from "../graph/index.ts";
import type { OptimizerSpec } from "./chain.ts";
import { groupOf, stagesOf } from "./stages.ts";
import type { Transform } from "./transform.ts";

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

/**
 * A block's first parameter, after checking that the others belong to the same route group and that its stages take
 * their shapes.
 */
export const checkedGroup = (optimizer: OptimizerSpec, { name, parameters }: Block): BlockParameter => {
  const [first] = parameters;
  if (!first) throw new ThalwegError("argument", `block ${name}: must hold at least one parameter, got none`);
  const group = groupOf(optimizer, first.name, first.shape);
  const other = parameters.find((parameter) => groupOf(optimizer, parameter.name, parameter.shape) !== group);
  if (!other) {
    for (const { transform } of stagesOf(optimizer, first)) checkShapes(transform, parameters);
    return first;
  }
  throw new ThalwegError(
    "argument",
    `block ${name}: parameters of one block must belong to one route group, got ${first.name} and ${other.name}; give each group its block`,
  );
};

const checkShapes = ({ takes }: Transform, parameters: readonly BlockParameter[]): void => {
  if (!takes) return;
  const wrong = parameters.find(({ shape }) => !takes.accepts(shape));
  if (!wrong) return;
  throw new ThalwegError(
    "shape",
    `${takes.owner}: takes ${takes.says}, got ${wrong.name} with shape ${showShape(wrong.shape)}; ` +
      "give it to another optimizer by route()",
  );
};

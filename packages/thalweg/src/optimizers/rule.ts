import { ThalwegError } from "../errors/thalweg-error.ts";
import type { Shape } from "../graph/index.ts";
import type { Draws, Tensor } from "../tensor/index.ts";
import type { OptimizerSpec } from "./chain.ts";
import { groupOf, planStages, stagesOf } from "./stages.ts";
import { type Part, runPlan } from "./trace.ts";
import type { SlotStart } from "./transform.ts";

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

/** An array of a block's length and dtype that the optimizer keeps between steps. */
export interface SlotNeed {
  /** `stage/slot`. */
  readonly name: string;
  /** Position in the list of blocks. */
  readonly block: number;
  readonly start: SlotStart;
}

/** The slots an optimizer keeps for these blocks. */
export const slotsOf = (optimizer: OptimizerSpec, blocks: readonly Block[]): readonly SlotNeed[] =>
  blocks.flatMap((block, index) =>
    stagesOf(optimizer, checkedGroup(optimizer, block)).flatMap(({ name, transform }) =>
      Object.entries(transform.slots).map(
        ([slot, start]): SlotNeed => ({ name: `${name}/${slot}`, block: index, start }),
      ),
    ),
  );

/** The first parameter of a block, after checking that the others belong to the same route group. */
const checkedGroup = (optimizer: OptimizerSpec, { name, parameters }: Block): BlockParameter => {
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

/** A block's arrays while an update is traced; all flat, `slots` by `stage/slot`. */
export interface BlockTensors {
  readonly block: Block;
  readonly weights: Tensor;
  readonly gradient: Tensor;
  readonly slots: Readonly<Record<string, Tensor>>;
}

export interface UpdateOptions {
  readonly blocks: readonly BlockTensors[];
  /** The scalar that holds this step's value of a knob (see knobNamesOf), in the dtype asked for. */
  readonly knob: (name: string, dtype: "float32" | "float64") => Tensor;
  readonly loss?: Tensor;
  readonly random?: Draws;
}

export interface UpdatedBlock {
  readonly weights: Tensor;
  readonly slots: Readonly<Record<string, Tensor>>;
}

/**
 * One step of an optimizer as a graph: new weights and slots for each block. The update that the last
 * stage gives is added to the weights. Element-wise stages run on whole blocks.
 */
export const traceUpdate = (optimizer: OptimizerSpec, options: UpdateOptions): readonly UpdatedBlock[] => {
  const parts = options.blocks.map((entry): Part => {
    checkedGroup(optimizer, entry.block);
    return { ...entry, update: entry.gradient };
  });
  return runPlan(planStages(optimizer), parts, options).map(({ weights, update, slots }) => ({
    weights: weights.add(update),
    slots,
  }));
};

import { type Shape, sizeOf } from "../graph/index.ts";
import { type Block, checkedGroup } from "./block.ts";
import type { OptimizerSpec } from "./chain.ts";
import type { FloatArray } from "./saved-state.ts";
import { stagesOf } from "./stages.ts";
import type { SlotStart } from "./transform.ts";

/** One parameter's place in a slot. */
export interface SlotPart {
  /** The parameter's name. */
  readonly name: string;
  /** The slot's shape for this parameter. */
  readonly shape: Shape;
  readonly offset: number;
}

/** A flat array with one stretch for each parameter of a block. */
export interface SlotLayout {
  readonly length: number;
  readonly parts: readonly SlotPart[];
}

/** An array that the optimizer keeps between steps, of its block's dtype. */
export interface SlotNeed extends SlotLayout {
  /** `stage/slot`. */
  readonly name: string;
  /** Position in the list of blocks. */
  readonly block: number;
  readonly start: SlotStart;
}

/** A slot as its block is laid out, or one stretch after the other when it has a shape of its own. */
export const slotLayout = ({ shape: ownShape }: SlotStart, { length, parameters }: Block): SlotLayout => {
  if (!ownShape) return { length, parts: parameters };
  const parts: SlotPart[] = [];
  let end = 0;
  for (const { name, shape } of parameters) {
    const own = ownShape(shape);
    parts.push({ name, shape: own, offset: end });
    end += sizeOf(own);
  }
  return { length: end, parts };
};

/** The slots an optimizer keeps for these blocks. */
export const slotsOf = (optimizer: OptimizerSpec, blocks: readonly Block[]): readonly SlotNeed[] =>
  blocks.flatMap((block, index) =>
    stagesOf(optimizer, checkedGroup(optimizer, block)).flatMap(({ name, transform }) =>
      Object.entries(transform.slots).map(
        ([slot, start]): SlotNeed => ({ name: `${name}/${slot}`, block: index, start, ...slotLayout(start, block) }),
      ),
    ),
  );

/** A slot before the first update; `weights` are its block's. What lies between parameters is zero. */
export const startingSlot = ({ start, length, parts }: SlotNeed, weights: FloatArray): FloatArray => {
  if (start.fill === "weights") return weights.slice();
  const values = weights instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);
  for (const { offset, shape } of parts) values.fill(start.fill, offset, offset + sizeOf(shape));
  return values;
};

/**
 * What an optimizer keeps beside the weights, in multiples of them: 2 for Adam. Parameters by name and shape.
 *
 * @example
 * memoryMultiple(adam(), { w: [64, 10], b: [10] }); // 2
 */
export const memoryMultiple = (optimizer: OptimizerSpec, parameters: Readonly<Record<string, Shape>>): number => {
  const blocks = Object.entries(parameters).map(([name, shape]): Block => {
    const length = sizeOf(shape);
    return { name, dtype: "float32", length, parameters: [{ name, shape, offset: 0 }] };
  });
  const kept = slotsOf(optimizer, blocks).reduce((total, { length }) => total + length, 0);
  return kept / blocks.reduce((total, { length }) => total + length, 0);
};

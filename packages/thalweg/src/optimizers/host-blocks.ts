import { sizeOf } from "../graph/index.ts";
import type { Block, BlockParameter } from "./block.ts";
import type { OptimizerSpec } from "./chain.ts";
import { type HostWeight, zerosLike } from "./host-weights.ts";
import type { FloatArray } from "./saved-state.ts";
import { groupOf } from "./stages.ts";

/**
 * All parameters of one dtype and route group, one behind the other, so that many small arrays cost what one
 * large one does.
 */
export interface HostBlock {
  readonly block: Block;
  /** What updates change: the array of a parameter that is alone, else copies of them all. */
  readonly weights: FloatArray;
  readonly gradients: FloatArray;
  /** The users' arrays and their ranges in `weights`, where these are copies. */
  readonly copied: readonly { readonly own: FloatArray; readonly range: FloatArray }[];
}

export const hostBlocks = (entries: readonly HostWeight[], optimizer: OptimizerSpec): readonly HostBlock[] => {
  const groups = new Map<string, HostWeight[]>();
  for (const entry of entries) {
    const key = `${dtypeOf(entry.data)} ${groupOf(optimizer, entry.name, entry.shape)}`;
    const group = groups.get(key);
    if (group) group.push(entry);
    else groups.set(key, [entry]);
  }
  return [...groups.values()].map(blockOf);
};

const blockOf = (members: readonly HostWeight[]): HostBlock => {
  const [{ name, data }] = members;
  let length = 0;
  const parameters = members.map((member): BlockParameter => {
    const offset = length;
    length += member.data.length;
    return { name: member.name, shape: member.shape, offset };
  });
  const block = { name, dtype: dtypeOf(data), length, parameters };
  if (members.length === 1) return { block, weights: data, gradients: zerosLike(data), copied: [] };
  const weights = zerosLike(data, length);
  const copied = members.map(({ data: own }, index) => ({ own, range: rangeOf(weights, parameters[index]) }));
  return { block, weights, gradients: zerosLike(data, length), copied };
};

const dtypeOf = (data: FloatArray): Block["dtype"] => (data instanceof Float32Array ? "float32" : "float64");

/** The stretch of a block's array that one parameter has. */
export const rangeOf = (array: FloatArray, { offset, shape }: BlockParameter): FloatArray =>
  array.subarray(offset, offset + sizeOf(shape));

/** Brings what the users' arrays hold into their blocks. */
export const gather = (blocks: readonly HostBlock[]): void => {
  for (const { copied } of blocks) for (const { own, range } of copied) range.set(own);
};

/** Writes what the blocks hold into the users' arrays. */
export const scatter = (blocks: readonly HostBlock[]): void => {
  for (const { copied } of blocks) for (const { own, range } of copied) own.set(range);
};

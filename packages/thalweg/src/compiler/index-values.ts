import type { KernelBuilder } from "../kernels/builder.ts";
import type { Affine, Bound } from "./coordinate.ts";

/** An index over loops of the given extents as an int32 value. */
export const indexValue = (builder: KernelBuilder, extents: readonly number[], { offset, strides }: Affine): number => {
  const literal = (value: number) => builder.literal("int32", value);
  let value = literal(offset);
  strides.forEach((stride, dim) => {
    if (stride === 0 || extents[dim] === 1) return;
    const index = builder.add({ op: "index", type: "int32", dim });
    const term = stride === 1 ? index : builder.binary("mul", index, literal(stride));
    value = value === literal(0) ? term : builder.binary("add", value, term);
  });
  return value;
};

/** Smallest and largest value of an index over loops of the given extents. */
export const reachOf = (extents: readonly number[], { offset, strides }: Affine): { low: number; high: number } => {
  const ways = strides.map((stride, dim) => stride * (extents[dim] - 1));
  return {
    low: ways.reduce((total, way) => total + Math.min(way, 0), offset),
    high: ways.reduce((total, way) => total + Math.max(way, 0), offset),
  };
};

/** Conditions that keep an index inside its bound; those that always hold are left out. */
export const boundGuards = (builder: KernelBuilder, extents: readonly number[], { index, extent }: Bound): number[] => {
  const { low, high } = reachOf(extents, index);
  const value = indexValue(builder, extents, index);
  return [
    ...(low < 0 ? [builder.binary("le", builder.literal("int32", 0), value)] : []),
    ...(high >= extent ? [builder.binary("lt", value, builder.literal("int32", extent))] : []),
  ];
};

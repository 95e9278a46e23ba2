import { type Shape, sizeOf } from "../graph/index.ts";
import { type Built, fansOf } from "../layers/index.ts";
import type { Block } from "../optimizers/index.ts";
import { Generator } from "../random/index.ts";
import type { NamedArrays } from "./callback.ts";

/** A parameter's range in the arena. */
export interface Range {
  readonly name: string;
  readonly shape: Shape;
  readonly offset: number;
}

/** All weights of a model in one flat array: ranges by group, then by place in the model. */
export interface ArenaLayout {
  readonly length: number;
  readonly ranges: readonly Range[];
  /** One stretch a group of parameters; `offset` counts from the start of the arena. */
  readonly blocks: readonly (Block & { readonly offset: number })[];
}

/** Elements between parameters, so that each starts at a 64-byte boundary in float32. */
const alignment = 16;
const aligned = (length: number): number => Math.ceil(length / alignment) * alignment;

export const arenaLayout = (built: Built, groupOf: (name: string, shape: Shape) => string): ArenaLayout => {
  const groups = new Map<string, { name: string; shape: Shape }[]>();
  for (const [name, { shape }] of Object.entries(built.parameters)) {
    const group = groupOf(name, shape);
    const members = groups.get(group) ?? [];
    members.push({ name, shape });
    groups.set(group, members);
  }
  const ranges: Range[] = [];
  const blocks: (Block & { offset: number })[] = [];
  let end = 0;
  for (const [name, members] of groups) {
    const start = end;
    for (const member of members) {
      ranges.push({ ...member, offset: end });
      end += aligned(sizeOf(member.shape));
    }
    const parameters = ranges.slice(-members.length).map((range) => ({ ...range, offset: range.offset - start }));
    blocks.push({ name: name || "all", dtype: "float32", length: end - start, parameters, offset: start });
  }
  return { length: end, ranges, blocks };
};

/** Initial weights, each drawn with its own key (seed, name), so that they do not depend on one another. */
export const initialWeights = (built: Built, layout: ArenaLayout, seed: number): Float32Array => {
  const arena = new Float32Array(layout.length);
  for (const { name, shape, offset } of layout.ranges) {
    const { initializer } = built.parameters[name];
    arena.set(initializer(shape, new Generator(seed, name), fansOf(shape)), offset);
  }
  return arena;
};

/** The parameters of an arena, by name. */
export const namedWeights = (layout: ArenaLayout, arena: Float32Array): NamedArrays =>
  Object.fromEntries(
    layout.ranges.map(({ name, shape, offset }) => [
      name,
      { shape, values: arena.slice(offset, offset + sizeOf(shape)) },
    ]),
  );

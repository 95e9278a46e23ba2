import { contiguousStrides, type Shape, sameShape } from "../graph/shape.ts";
import { Draft, type DraftRoot } from "./draft.ts";
import { largestKernel } from "./inlined.ts";
import { baseOf, type Item, type Program } from "./items.ts";
import type { LoopGroup } from "./loops.ts";
import { type Nest, Unfusable } from "./nest.ts";
import type { Storing } from "./storing.ts";
import { Touching } from "./touching.ts";

/** A kernel to be, or a product with the kernel that finishes it, or a routine. */
export type Group = KernelGroup | MatmulGroup | ScatterGroup | CallGroup | LoopGroup;

export interface KernelGroup {
  readonly kind: "kernel";
  draft: Draft;
}

export interface MatmulGroup {
  readonly kind: "matmul";
  readonly item: Item;
  epilogue?: Draft;
}

export interface ScatterGroup {
  readonly kind: "scatterAdd";
  readonly item: Item;
}

export interface CallGroup {
  readonly kind: "call";
  readonly item: Item;
}

/**
 * Distributes stored items over groups, in an order that can be executed. An item joins an earlier
 * group when everything it reads is ready there, both run over the same space, and they share data;
 * so the update of w, m and v is one pass, a softmax one pass a row, and bias and activation finish
 * a product's rows.
 */
export const groupItems = ({ items, placed }: Program, storing: Storing): Group[] => {
  const groups: Group[] = [];
  const position = new Map<Item, number>();
  const positionOf = (item: Item): number => position.get(item) ?? -1;
  const missing: Item[] = [];
  const touching = new Touching();
  for (const item of items) {
    if (item.operation.kind === "loop") groups.push({ kind: "loop", item, results: [] });
    if (!storing.isStored(item)) continue;
    const { kind } = item.operation;
    if (kind === "input") continue;
    if (kind === "carries" || kind === "stacked") {
      position.set(item, loopAt(groups, item));
      continue;
    }
    if (kind === "assemble") {
      position.set(item, Math.max(...item.inputs.map((part) => positionOf(baseOf(part)))));
      continue;
    }
    const reads = readsOf(item, storing.isStored);
    const ready = Math.max(-1, ...reads.map(positionOf));
    if (kind === "matmul" || kind === "scatterAdd" || kind === "call") {
      position.set(item, groups.push({ kind, item }) - 1);
      touching.add(item, groups.length - 1);
      continue;
    }
    const at = join(item, reads, ready) ?? groups.push(kernelOf(item)) - 1;
    position.set(item, at);
    touching.draft(groups[at], at);
  }
  if (missing.length > 0) throw new Unfusable(...missing);
  return groups;

  /** What an item needs stored is taken to be, so that one pass finds what all items need. */
  function kernelOf(item: Item): KernelGroup {
    for (;;) {
      try {
        return fresh(item, storing);
      } catch (error) {
        if (!(error instanceof Unfusable) || storing.isStored(error.item)) throw error;
        missing.push(error.item);
        storing.store(error.item);
      }
    }
  }

  /** The earliest group from `ready` on that takes the item in; only one that reads or writes what it reads can. */
  function join(item: Item, reads: readonly Item[], ready: number): number | undefined {
    for (const at of touching.groups(reads)) {
      if (at < ready) continue;
      const group = groups[at];
      const joined = joinedDraft(group, item, reads, storing, placed);
      if (!joined) continue;
      if (group.kind === "matmul") group.epilogue = joined;
      else if (group.kind === "kernel") group.draft = joined;
      return at;
    }
    return undefined;
  }
};

/** The position of the loop that `result` is a result of, which learns of it. */
const loopAt = (groups: readonly Group[], result: Item): number => {
  const at = groups.findIndex((group) => group.kind === "loop" && group.item === result.inputs[0]);
  const group = groups[at];
  if (group?.kind === "loop") group.results.push(result);
  return at;
};

/** The items in memory that a group writes, apart from those of its draft. */
export const writtenBy = (group: Group): readonly Item[] => {
  if (group.kind === "kernel") return [];
  return group.kind === "loop" ? group.results : [group.item];
};

/** Stored items that computing `item` reads directly. */
const readsOf = (item: Item, isStored: (item: Item) => boolean): Item[] => {
  const reads = new Set<Item>();
  const seen = new Set<Item>();
  const walk = (input: Item) => {
    if (seen.has(input)) return;
    seen.add(input);
    if (isStored(input)) reads.add(input);
    else input.inputs.forEach(walk);
  };
  item.inputs.forEach(walk);
  return [...reads];
};

const nestOf = (item: Item): Nest => {
  const { operation } = item;
  if (operation.kind === "reduce") return { space: item.inputs[0].shape, reduced: operation.axes, sequential: false };
  if (operation.kind === "cumsum") return { space: item.shape, reduced: [operation.axis], sequential: true };
  return { space: item.shape, reduced: [], sequential: false };
};

const draftOf = (nest: Nest, items: readonly Item[], storing: Storing, from?: Draft): Draft => {
  const draft = new Draft(nest, storing.isStored, from);
  for (const item of items) draft.add(item);
  return draft;
};

const fresh = (item: Item, storing: Storing): KernelGroup => ({
  kind: "kernel",
  draft: draftOf(nestOf(item), [item], storing),
});

/** The group's draft with one more root, when that is possible and worth it. */
const joinedDraft = (
  group: Group,
  item: Item,
  reads: readonly Item[],
  storing: Storing,
  placed: Program["placed"],
): Draft | undefined => {
  if (group.kind === "scatterAdd" || group.kind === "call" || group.kind === "loop") return undefined;
  // An assembled array is there once all its parts are, which may be written by the group itself.
  const readsParts = (draft: Draft, written: readonly Item[]): boolean =>
    written.some((part) => draft.accesses.some((access) => access.item === placed.get(part)?.parent));
  const nest = nestOf(item);
  if (group.kind === "matmul") {
    const roots = group.epilogue?.roots.map((root) => root.item) ?? [];
    const uses = reads.includes(group.item) || reads.some((read) => roots.includes(read));
    const fits = uses && nest.reduced.length === 0 && sameShape(nest.space, group.item.shape);
    const finishing = fits ? attempt(nest, group.epilogue, item, storing) : undefined;
    const fine =
      finishing && readsInPlace(finishing, group.item) && !readsParts(finishing, [...roots, item, group.item]);
    return fine ? finishing : undefined;
  }
  const { draft } = group;
  const own = draft.roots.map((root) => root.item);
  const uses = reads.some((read) => own.includes(read));
  const shares = reads.some((read) => draft.accesses.some((access) => access.item === read));
  const common = uses || shares ? commonNest(draft.nest, nest, uses) : undefined;
  const joined = common ? attempt(common, draft, item, storing) : undefined;
  const fine = joined?.roots.every((root) => canPlace(root, placed)) && !readsParts(joined, [...own, item]);
  return fine ? joined : undefined;
};

/** Whether strides can say where a part of an assembled array is written: no run of axes goes across its edge. */
const canPlace = ({ item, coordinate }: DraftRoot, placed: Program["placed"]): boolean => {
  const operation = placed.get(item)?.parent.operation;
  if (operation?.kind !== "assemble") return true;
  let first = 0;
  return coordinate.every(({ axes }) => {
    const inside = operation.axis > first && operation.axis < first + axes;
    first += axes;
    return !inside;
  });
};

/** The nest both can run in: the same space, or rows of it for what has one value a row. */
const commonNest = (group: Nest, item: Nest, uses: boolean): Nest | undefined => {
  if (group.sequential || item.sequential) return undefined;
  if (sameShape(group.space, item.space)) {
    if (group.reduced.length === 0) return item.reduced.length === 0 || uses ? item : undefined;
    return item.reduced.length === 0 || `${item.reduced}` === `${group.reduced}` ? group : undefined;
  }
  const isRow = uses && group.reduced.length > 0 && item.reduced.length === 0;
  return isRow &&
    sameShape(withoutOnes(item.space), withoutOnes(group.space.filter((_, axis) => !group.reduced.includes(axis))))
    ? group
    : undefined;
};

const withoutOnes = (shape: Shape): Shape => shape.filter((extent) => extent !== 1);

/** A draft with one more root, in a nest that may be another than its own. */
const attempt = (nest: Nest, from: Draft | undefined, item: Item, storing: Storing): Draft | undefined => {
  try {
    const roots = from?.roots.map((root) => root.item) ?? [];
    const draft =
      from && sameNest(from.nest, nest)
        ? draftOf(nest, [item], storing, from)
        : draftOf(nest, [...roots, item], storing);
    return draft.builder.values.length > largestKernel ? undefined : draft;
  } catch (error) {
    if (error instanceof Unfusable) return undefined;
    throw error;
  }
};

const sameNest = (a: Nest, b: Nest): boolean =>
  a.sequential === b.sequential && sameShape(a.space, b.space) && sameShape(a.reduced, b.reduced);

/** A product's finishing kernel may read it only at the element it is about to write. */
const readsInPlace = (draft: Draft, product: Item): boolean =>
  draft.accesses.every(
    ({ item, address }) =>
      item !== product || (address.offset === 0 && `${address.strides}` === `${contiguousStrides(product.shape)}`),
  );

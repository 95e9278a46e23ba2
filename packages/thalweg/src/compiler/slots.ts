import type { Slot } from "../devices/device.ts";
import { type Shape, sizeOf } from "../graph/shape.ts";
import { itemBytes } from "../kernels/dtype.ts";
import { operandViews } from "./folds.ts";
import { type Group, writtenBy } from "./groups.ts";
import { hasGaps, type Item, isStrided, type Program } from "./items.ts";
import { placeTemporaries } from "./memory.ts";
import type { Update } from "./plan.ts";
import type { Storing } from "./storing.ts";

/** Where the elements of an item lie: an array of `shape` in a slot, from element `offset`. */
export interface Location {
  readonly slot: number;
  readonly offset: number;
  readonly shape: Shape;
}

/** Gives every stored item its place in memory. */
export class Slots {
  readonly list: Slot[] = [];
  scratchBytes = 0;
  private readonly numbers = new Map<Item, number>();
  private readonly program: Program;

  constructor(
    program: Program,
    updates: readonly Update[],
    inPlace: readonly boolean[],
    groups: readonly Group[],
    read: ReadonlySet<Item>,
    storing: Storing,
  ) {
    this.program = program;
    this.bind(updates, inPlace);
    const lives = livesOf(program, groups, read, storing);
    const shared = this.sharedProducts(groups, read);
    const temporaries: { item: Item; number: number }[] = [];
    for (const item of program.items) {
      if (!lives.has(item) || this.numbers.has(item) || program.placed.has(item) || shared.has(item)) continue;
      const number = this.add(item, hasGaps(item) ? { kind: "kept" } : { kind: "scratch", byteOffset: 0 });
      if (this.list[number].place.kind === "scratch") temporaries.push({ item, number });
    }
    this.placeParts();
    for (const [product, root] of shared) this.numbers.set(product, this.slotOf(root));
    const bytes = temporaries.map(({ item }) => sizeOf(item.shape) * itemBytes[item.dtype]);
    const spans = temporaries.map(({ item }, index) => ({
      bytes: bytes[index],
      ...lifeOf(item, lives, program, shared),
    }));
    const placed = placeTemporaries(spans);
    temporaries.forEach(({ number }, index) => {
      this.list[number] = { ...this.list[number], place: { kind: "scratch", byteOffset: placed.offsets[index] } };
    });
    this.scratchBytes = placed.bytes;
  }

  slotOf(item: Item): number {
    const number = this.numbers.get(item);
    if (number === undefined) throw new Error(`item ${item.index} (${item.operation.kind}) has no memory`);
    return number;
  }

  /** Parts that are not contiguous in the array they belong to are written through its strides. */
  locate(item: Item): Location {
    const placement = this.program.placed.get(item);
    if (!placement || this.numbers.has(item)) return { slot: this.slotOf(item), offset: 0, shape: item.shape };
    const { operation, shape } = placement.parent;
    const axis = operation.kind === "assemble" ? operation.axis : 0;
    const inner = sizeOf(shape.slice(axis + 1));
    return { slot: this.slotOf(placement.parent), offset: placement.start * inner, shape };
  }

  private add(item: Item, place: Slot["place"]): number {
    const number = this.list.push({ dtype: item.dtype, length: sizeOf(item.shape), place }) - 1;
    this.numbers.set(item, number);
    return number;
  }

  private bind(updates: readonly Update[], inPlace: readonly boolean[]): void {
    const { items, sources, outputs } = this.program;
    for (const item of items) {
      if (item.operation.kind === "input") this.add(item, { kind: "bound", index: item.operation.index });
    }
    outputs.forEach((item, output) => {
      const update = updates.findIndex((candidate, index) => candidate.output === output && inPlace[index]);
      const index = update >= 0 ? updates[update].source : sources.length + output;
      this.add(item, { kind: "bound", index });
    });
  }

  /** A product nobody else reads lies where its finishing kernel writes. */
  private sharedProducts(groups: readonly Group[], read: ReadonlySet<Item>): Map<Item, Item> {
    const shared = new Map<Item, Item>();
    for (const group of groups) {
      if (group.kind !== "matmul" || read.has(group.item)) continue;
      const root = group.epilogue?.roots.find(
        ({ item }) => read.has(item) && item.dtype === group.item.dtype && !isStrided(item, this.program),
      );
      if (root) shared.set(group.item, root.item);
    }
    return shared;
  }

  private placeParts(): void {
    for (const [item, { parent, start }] of this.program.placed) {
      if (isStrided(item, this.program) || this.numbers.has(item) || parent.operation.kind !== "assemble") continue;
      const inner = sizeOf(parent.shape.slice(parent.operation.axis + 1));
      this.add(item, { kind: "part", of: this.slotOf(parent), offset: start * inner });
    }
  }
}

interface Life {
  first: number;
  last: number;
}

/** For each item in memory, the first group that touches it and the last. */
const livesOf = (
  program: Program,
  groups: readonly Group[],
  read: ReadonlySet<Item>,
  storing: Storing,
): Map<Item, Life> => {
  const lives = new Map<Item, Life>();
  const touch = (item: Item, at: number) => {
    const life = lives.get(item);
    if (life) life.last = Math.max(life.last, at);
    else lives.set(item, { first: at, last: at });
    const parent = program.placed.get(item)?.parent;
    if (parent) touch(parent, at);
  };
  groups.forEach((group, at) => {
    if (group.kind !== "kernel") {
      for (const item of writtenBy(group)) touch(item, at);
      for (const { base } of operandViews(group.item, storing.isStored)) touch(base, at);
    }
    const draft = group.kind === "kernel" ? group.draft : group.kind === "matmul" ? group.epilogue : undefined;
    for (const { item } of draft?.accesses ?? []) touch(item, at);
    for (const { item } of draft?.roots ?? []) if (read.has(item)) touch(item, at);
  });
  return lives;
};

const lifeOf = (
  item: Item,
  lives: ReadonlyMap<Item, Life>,
  program: Program,
  shared: ReadonlyMap<Item, Item>,
): Life => {
  const own = lives.get(item) ?? { first: 0, last: 0 };
  // Reading a part touched its parent above; reading the parent keeps its parts' memory alive by itself.
  let { first, last } = own;
  for (const [product, root] of shared) {
    if (root !== item && program.placed.get(root)?.parent !== item) continue;
    first = Math.min(first, lives.get(product)?.first ?? first);
    last = Math.max(last, lives.get(product)?.last ?? last);
  }
  return { first, last };
};

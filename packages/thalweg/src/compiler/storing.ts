import { sizeOf } from "../graph/shape.ts";
import { operandViews } from "./folds.ts";
import { baseOf, type Item, isMovement } from "./items.ts";
import { isSliceable } from "./loops.ts";
import { isContiguous, viewOf } from "./views.ts";

/** Which items go to memory; all others are computed where they are used. */
export interface Storing {
  readonly isStored: (item: Item) => boolean;
  /** Sends one more item to memory. */
  readonly store: (item: Item) => void;
}

/** Element-wise items inlined into one expression at most, so that kernels stay small. */
const longestChain = 64;

/**
 * Results, products, reductions and what they need in memory are stored; element-wise chains are
 * recomputed by whoever reads them, unless they grow long.
 */
export const chooseStored = (items: readonly Item[], outputs: readonly Item[], forced: ReadonlySet<Item>): Storing => {
  const stored = new Set<Item>(forced);
  const isStored = (item: Item) => stored.has(item);
  for (const output of outputs) stored.add(baseOf(output));
  for (const item of items) {
    const { kind } = item.operation;
    if (
      kind === "input" ||
      kind === "matmul" ||
      kind === "reduce" ||
      kind === "cumsum" ||
      kind === "assemble" ||
      kind === "scatterAdd" ||
      kind === "call" ||
      kind === "carries" ||
      kind === "stacked"
    ) {
      stored.add(item);
    }
  }
  const store = (item: Item): void => {
    stored.add(item);
  };
  for (const item of items) {
    const { kind } = item.operation;
    if (kind === "matmul") for (const { base } of operandViews(item, (each) => !isMovement(each))) store(base);
    if (kind === "gather") store(foundation(item.inputs[0]));
    if (kind === "assemble") for (const part of item.inputs) store(baseOf(part));
    if (kind === "scatterAdd" || kind === "call") {
      for (const operand of item.inputs)
        store(isContiguous(viewOf(operand, isStored), operand.shape) ? foundation(operand) : operand);
    }
  }
  for (const { operation, inputs } of items) {
    if (operation.kind !== "loop") continue;
    inputs.forEach((operand, index) => {
      const view = viewOf(operand, isStored);
      const isSlices = index >= operation.carries && index < operation.carries + operation.slices;
      const fits = isSlices ? isSliceable(view, operand.shape) : isContiguous(view, operand.shape);
      store(fits ? foundation(operand) : operand);
    });
  }
  storeShared(items, stored);
  storeLongChains(items, stored);
  return { isStored, store };
};

/** The item below movements that only change how memory is walked. */
const foundation = (item: Item): Item => {
  const view = viewOf(item, (candidate) => !isMovement(candidate));
  return view.base;
};

const storeLongChains = (items: readonly Item[], stored: Set<Item>): void => {
  const chains = new Map<Item, ReadonlySet<Item>>();
  for (const item of items) {
    const chain = new Set<Item>();
    if (!stored.has(item) && item.operation.kind !== "loop") {
      for (const input of item.inputs) for (const inner of chains.get(input) ?? []) chain.add(inner);
      chain.add(item);
      if (chain.size > longestChain) {
        stored.add(item);
        chain.clear();
      }
    }
    chains.set(item, chain);
  }
};

/** Element-wise items that finish a product, read several arrays and are read by several others: the product's epilogue stores them. */
const storeShared = (items: readonly Item[], stored: Set<Item>): void => {
  const readers = new Map<Item, number>();
  for (const item of items) for (const input of new Set(item.inputs)) readers.set(input, (readers.get(input) ?? 0) + 1);
  const reads = new Map<Item, ReadonlySet<Item>>();
  for (const item of items) {
    const own = new Set<Item>();
    if (!stored.has(item)) for (const input of item.inputs) for (const read of reads.get(input) ?? []) own.add(read);
    const large = [...own].filter((read) => sizeOf(read.shape) >= sizeOf(item.shape));
    const isShared = item.operation.kind === "elementwise" && (readers.get(item) ?? 0) > 1 && large.length > 1;
    if (isShared && large.some((read) => read.operation.kind === "matmul")) stored.add(item);
    reads.set(item, stored.has(item) ? new Set([item]) : own);
  }
};

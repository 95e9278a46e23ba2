import { ThalwegError } from "../errors/thalweg-error.ts";
import { sizeOf } from "../graph/index.ts";
import type { Block } from "./block.ts";
import type { OptimizerSpec } from "./chain.ts";
import { startingCounters } from "./knobs.ts";
import { type SlotNeed, slotsOf } from "./slots.ts";

export type FloatArray = Float32Array | Float64Array;

/** An optimizer between two steps; everything has a name, so that position never matters. */
export interface OptimizerState {
  /** Steps applied so far. */
  readonly step: number;
  /** Batches taken towards the next update, for accumulate. */
  readonly batches?: number;
  /** By `stage/counter`. */
  readonly counters: Readonly<Record<string, number>>;
  /** Hyperparameters held at a value instead of their schedule's, by `stage/name`. */
  readonly held?: Readonly<Record<string, number>>;
  /** By `stage/slot/parameter`. */
  readonly slots: Readonly<Record<string, FloatArray>>;
}

interface NamedRange {
  readonly name: string;
  /** Position in the list of slots. */
  readonly slot: number;
  readonly offset: number;
  readonly length: number;
}

const rangesOf = (needs: readonly SlotNeed[]): readonly NamedRange[] =>
  needs.flatMap(({ name, parts }, slot) =>
    parts.map(
      (part): NamedRange => ({
        name: `${name}/${part.name}`,
        slot,
        offset: part.offset,
        length: sizeOf(part.shape),
      }),
    ),
  );

/** Copies of all slots by name; `arrays` are those that slotsOf lists, in its order. */
export const savedSlots = (
  optimizer: OptimizerSpec,
  blocks: readonly Block[],
  arrays: readonly FloatArray[],
): Readonly<Record<string, FloatArray>> =>
  Object.fromEntries(
    rangesOf(slotsOf(optimizer, blocks)).map(({ name, slot, offset, length }) => [
      name,
      arrays[slot].slice(offset, offset + length),
    ]),
  );

/**
 * Writes a saved state into `arrays`, after checking that every name and size fits; nothing is
 * changed when one does not.
 */
export const loadSlots = (
  optimizer: OptimizerSpec,
  blocks: readonly Block[],
  arrays: readonly FloatArray[],
  saved: OptimizerState,
  /** Arrays that the state holds beside the optimizer's own. */
  beside: Readonly<Record<string, FloatArray>> = {},
): void => {
  if (typeof saved?.slots !== "object" || typeof saved.counters !== "object") {
    throw new ThalwegError("argument", "optimizer state: must be what state() gave, with step, counters and slots");
  }
  const ranges = rangesOf(slotsOf(optimizer, blocks));
  const others = Object.entries(beside).map(([name, { length }]) => ({ name, length }));
  checkNames(
    "slots",
    [...ranges, ...others].map(({ name }) => name),
    saved.slots,
  );
  checkNames("counters", Object.keys(startingCounters(optimizer)), saved.counters);
  if (!Number.isSafeInteger(saved.step) || saved.step < 0) {
    throw new ThalwegError("argument", `optimizer state: step must be a whole number ≥ 0, got ${saved.step}`);
  }
  for (const { name, length } of [...ranges, ...others]) {
    const found = saved.slots[name].length;
    if (found === length) continue;
    if (found === undefined) {
      const remedy = "JSON makes objects of typed arrays, so write Array.from() of them";
      throw new ThalwegError("argument", `optimizer state: ${name} must be an array of ${length} values; ${remedy}`);
    }
    throw new ThalwegError("shape", `optimizer state: ${name} must hold ${length} values, got ${found}`);
  }
  for (const { name, slot, offset } of ranges) arrays[slot].set(saved.slots[name], offset);
};

const checkNames = (what: string, expected: readonly string[], saved: Readonly<Record<string, unknown>>): void => {
  const missing = expected.filter((name) => !Object.hasOwn(saved, name));
  const extra = Object.keys(saved).filter((name) => !expected.includes(name));
  if (missing.length === 0 && extra.length === 0) return;
  const parts = [
    ...(missing.length > 0 ? [`missing ${missing.join(", ")}`] : []),
    ...(extra.length > 0 ? [`not of this optimizer ${extra.join(", ")}`] : []),
  ];
  throw new ThalwegError(
    "argument",
    `optimizer state: ${what} do not fit: ${parts.join("; ")}; load it into the optimizer that saved it`,
  );
};

import type { KernelInstruction, View } from "../devices/device.ts";
import { KernelBuilder, kernelFrom } from "../kernels/builder.ts";
import type { DType } from "../kernels/dtype.ts";
import type { Phase, Store, Value } from "../kernels/kernel.ts";
import { operandsOf } from "../kernels/operands.ts";
import type { Affine } from "./coordinate.ts";
import { mergedDimensions } from "./dimensions.ts";
import type { Draft, DraftRoot } from "./draft.ts";
import type { Item } from "./items.ts";

/** An array in memory as a kernel addresses it. */
export interface Located {
  readonly slot: number;
  readonly address: Affine;
}

/** Turns a draft into an instruction that stores the roots somebody reads. */
export const finishedKernel = (
  draft: Draft,
  roots: readonly DraftRoot[],
  place: { read: (item: Item) => number; write: (root: DraftRoot) => Located },
  exact: boolean,
): KernelInstruction => {
  const kept = keptValues(draft, roots);
  const phases = phasesOf(draft);
  const builder = new KernelBuilder();
  const position = new Map<number, number>();
  const accesses: number[] = [];
  const knobs: number[] = [];
  const reductions: number[] = [];
  const indexed = new Set<number>();
  draft.builder.values.forEach((value, old) => {
    if (!kept.has(old)) return;
    if (value.op === "index") indexed.add(value.dim);
    position.set(old, builder.values.push(renumbered(value, position, accesses, knobs, reductions)) - 1);
  });
  for (const root of roots) if (root.reduction !== undefined) numberOf(reductions, root.reduction);
  const located = roots.map(place.write);
  const inputs = accesses.map((access) => draft.accesses[access]);
  const dims = mergedDimensions({
    extents: draft.extents,
    parallel: draft.parallel,
    inputs: inputs.map(({ address }) => address),
    outputs: located.map(({ address }) => address),
    indexed,
    sequential: draft.nest.sequential,
    exact,
  });
  const at = (old: number): number => position.get(old) ?? -1;
  const kernel = kernelFrom(
    { values: renumberedDims(builder.values, dims.numbers) },
    {
      parallel: dims.parallel,
      reduced: dims.extents.length - dims.parallel,
      vector: dims.vector,
      sequential: draft.nest.sequential,
      accesses: inputs.map(({ item }, access) => ({
        dtype: item.dtype,
        lane: dims.lane(access),
        rowOnly: dims.inputs[access].strides.slice(dims.parallel).every((stride) => stride === 0),
      })),
      outputs: roots.map(({ item }): DType => item.dtype),
      reductions: reductions.map((old) => ({ ...draft.reductions[old], value: at(draft.reductions[old].value) })),
      phases: kernelPhases(draft, roots, phases, reductions, at),
      arguments: knobs.length,
    },
  );
  const view = (slot: number, { offset, strides }: Affine): View => ({ slot, offset, strides });
  return {
    kind: "kernel",
    kernel,
    extents: dims.extents,
    inputs: inputs.map(({ item, gatherStride }, access) => ({
      ...view(place.read(item), dims.inputs[access]),
      ...(gatherStride === undefined ? {} : { gatherStride }),
    })),
    outputs: located.map(({ slot }, output) => view(slot, dims.outputs[output])),
    arguments: knobs.map((argument) => ({ kind: "knob", index: draft.knobs[argument] })),
  };
};

/** Values that the stores of `roots` need. */
const keptValues = (draft: Draft, roots: readonly DraftRoot[]): ReadonlySet<number> => {
  const kept = new Set<number>();
  const pending = roots.map((root) => root.value);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (kept.has(next)) continue;
    kept.add(next);
    const value = draft.builder.values[next];
    pending.push(...operandsOf(value));
    if (value.op === "reduced" || value.op === "running") pending.push(draft.reductions[value.reduction].value);
  }
  return kept;
};

/** The first phase in which each value is known. */
const phasesOf = (draft: Draft): number[] => {
  const phases: number[] = [];
  for (const value of draft.builder.values) {
    if (value.op === "reduced") phases.push(phases[draft.reductions[value.reduction].value] + 1);
    else if (value.op === "running") phases.push(phases[draft.reductions[value.reduction].value]);
    else phases.push(Math.max(0, ...operandsOf(value).map((operand) => phases[operand])));
  }
  return phases;
};

const numberOf = (list: number[], old: number): number => {
  const found = list.indexOf(old);
  return found >= 0 ? found : list.push(old) - 1;
};

const renumbered = (
  value: Value,
  position: ReadonlyMap<number, number>,
  accesses: number[],
  knobs: number[],
  reductions: number[],
): Value => {
  const at = (old: number): number => position.get(old) ?? -1;
  switch (value.op) {
    case "load":
      return {
        op: "load",
        type: value.type,
        access: numberOf(accesses, value.access),
        ...(value.guard === undefined ? {} : { guard: at(value.guard) }),
        ...(value.at === undefined ? {} : { at: at(value.at) }),
      };
    case "argument":
      return { ...value, argument: numberOf(knobs, value.argument) };
    case "reduced":
    case "running":
      return { ...value, reduction: numberOf(reductions, value.reduction) };
    case "select":
      return { ...value, condition: at(value.condition), a: at(value.a), b: at(value.b) };
    case "literal":
    case "index":
      return value;
    default:
      return "b" in value ? { ...value, a: at(value.a), b: at(value.b) } : { ...value, a: at(value.a) };
  }
};

const renumberedDims = (values: readonly Value[], numbers: readonly number[]): Value[] =>
  values.map((value) => (value.op === "index" ? { ...value, dim: numbers[value.dim] } : value));

const kernelPhases = (
  draft: Draft,
  roots: readonly DraftRoot[],
  phases: readonly number[],
  reductions: readonly number[],
  at: (old: number) => number,
): Phase[] => {
  const result: { reductions: number[]; stores: Store[] }[] = [];
  const phase = (number: number) => {
    while (result.length <= number) result.push({ reductions: [], stores: [] });
    return result[number];
  };
  reductions.forEach((old, number) => {
    phase(phases[draft.reductions[old].value]).reductions.push(number);
  });
  // A value of the row is known once the phase that completes it has run.
  const known = roots.map(({ value, level }) => Math.max(0, phases[value] - (level === "row" ? 1 : 0)));
  // All stores are in the last phase, so that no phase reads what an earlier one wrote over.
  const last = phase(Math.max(...known, result.length - 1));
  roots.forEach(({ value, level }, output) => {
    last.stores.push({ output, value: at(value), level });
  });
  return result;
};

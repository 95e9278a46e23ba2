import { sizeOf } from "../graph/shape.ts";
import type { Affine } from "./coordinate.ts";
import { operandViews } from "./folds.ts";
import { type Group, writtenBy } from "./groups.ts";
import { reachOf } from "./index-values.ts";
import { hasGaps, type Item, isStrided, type Program } from "./items.ts";
import type { Update } from "./plan.ts";
import type { Storing } from "./storing.ts";

/** Elements [low, high] of an array that a group touches; `walk` tells element-wise accesses apart. */
interface Touch {
  readonly at: number;
  readonly low: number;
  readonly high: number;
  readonly walk?: string;
}

/**
 * For each update, whether the new value may overwrite the old: every read of the old one that
 * overlaps a write comes before it, or is element-wise at the same place in the same kernel.
 */
export const inPlaceUpdates = (
  program: Program,
  updates: readonly Update[],
  storing: Storing,
  groups: readonly Group[],
): boolean[] =>
  updates.map(({ output, source }) => {
    const next = program.outputs[output];
    const old = program.items.find((item) => item.operation.kind === "input" && item.operation.index === source);
    if (!old) return false;
    // Nobody would clear what the old value has in the gaps.
    if (hasGaps(next)) return false;
    if (sizeOf(next.shape) !== sizeOf(old.shape) || next.dtype !== old.dtype) return false;
    const reads = readsOf(old, storing, groups);
    const writes = writesOf(next, program, groups);
    return writes.every((write) =>
      reads.every((read) => {
        const apart = read.high < write.low || write.high < read.low;
        const sameElement = read.at === write.at && read.walk !== undefined && read.walk === write.walk;
        return apart || read.at < write.at || sameElement;
      }),
    );
  });

const touchOf = (at: number, extents: readonly number[], index: Affine, elementwise: boolean): Touch => ({
  at,
  ...reachOf(extents, index),
  ...(elementwise ? { walk: `${index.offset}:${index.strides.filter((_, dim) => extents[dim] !== 1)}` } : {}),
});

const readsOf = (old: Item, storing: Storing, groups: readonly Group[]): Touch[] =>
  groups.flatMap((group, at): Touch[] => {
    const whole = { at, low: 0, high: sizeOf(old.shape) - 1 };
    const operands = group.kind === "kernel" ? [] : operandViews(group.item, storing.isStored);
    const draft = group.kind === "kernel" ? group.draft : group.kind === "matmul" ? group.epilogue : undefined;
    return [
      ...operands.flatMap(({ base, offset, axes }) => {
        const folds = axes.flat();
        const index = { offset, strides: folds.map(({ stride }) => stride) };
        const extents = folds.map(({ extent }) => extent);
        return base === old ? [touchOf(at, extents, index, false)] : [];
      }),
      ...(draft?.accesses ?? []).flatMap(({ item, address, gatherStride }) =>
        item !== old
          ? []
          : gatherStride === undefined && draft
            ? [touchOf(at, draft.extents, address, group.kind === "kernel")]
            : [whole],
      ),
    ];
  });

const writesOf = (next: Item, program: Program, groups: readonly Group[]): Touch[] => {
  const offsets = new Map<Item, number>([[next, 0]]);
  if (next.operation.kind === "assemble") {
    const inner = sizeOf(next.shape.slice(next.operation.axis + 1));
    for (const [item, { parent, start }] of program.placed) if (parent === next) offsets.set(item, start * inner);
  }
  return groups.flatMap((group, at): Touch[] => {
    const draft = group.kind === "kernel" ? group.draft : group.kind === "matmul" ? group.epilogue : undefined;
    const own = writtenBy(group).flatMap((item): Touch[] => {
      const low = offsets.get(item);
      return low === undefined ? [] : [{ at, low, high: low + sizeOf(item.shape) - 1 }];
    });
    return [
      ...own,
      ...(draft?.roots ?? []).flatMap((root): Touch[] => {
        const offset = offsets.get(root.item);
        if (offset === undefined || !draft) return [];
        const address = draft.address(root.coordinate, isStrided(root.item, program) ? next.shape : root.item.shape);
        return [touchOf(at, draft.extents, { ...address, offset: address.offset + offset }, group.kind === "kernel")];
      }),
    ];
  });
};

/** A temporary array: needed from instruction `first` to `last`. */
export interface Lifetime {
  readonly bytes: number;
  readonly first: number;
  readonly last: number;
}

const align = (bytes: number): number => Math.ceil(bytes / 64) * 64;

/**
 * Offsets for temporaries in one block, so that arrays alive together never overlap: the largest
 * first, each at the lowest place that is free during its life.
 */
export const placeTemporaries = (lifetimes: readonly Lifetime[]): { offsets: number[]; bytes: number } => {
  const offsets: number[] = lifetimes.map(() => 0);
  // In the order of their offsets.
  const placed: number[] = [];
  const order = lifetimes.map((_, index) => index).sort((a, b) => lifetimes[b].bytes - lifetimes[a].bytes || a - b);
  let total = 0;
  for (const index of order) {
    const own = lifetimes[index];
    let offset = 0;
    for (const other of placed) {
      const { first, last } = lifetimes[other];
      if (first > own.last || own.first > last) continue;
      if (offset + own.bytes <= offsets[other]) break;
      offset = Math.max(offset, align(offsets[other] + lifetimes[other].bytes));
    }
    offsets[index] = offset;
    const behind = placed.findIndex((other) => offsets[other] > offset);
    placed.splice(behind < 0 ? placed.length : behind, 0, index);
    total = Math.max(total, align(offset + own.bytes));
  }
  return { offsets, bytes: total };
};

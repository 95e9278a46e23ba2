import type { Item } from "./items.ts";

/** The most values a kernel may hold: beyond, registers spill and compiling takes long. */
export const largestKernel = 1500;

interface Inline {
  /** At how many coordinates it was computed, and with how many values at most. */
  readonly times: number;
  readonly size: number;
}

/**
 * What a kernel computes in place of reading it. The same item at many coordinates, as in sums of shifted sums, is
 * computed as many times, so that few items can make a kernel of any size.
 */
export class Inlined {
  private readonly items: Map<Item, Inline>;

  /** Of nothing, or of what another kernel computes. */
  constructor(from?: Inlined) {
    this.items = new Map(from?.items);
  }

  /** Takes down that computing an item in place added `size` values. */
  add(item: Item, size: number): void {
    const { kind } = item.operation;
    // Movements and numbers cost nothing where they are.
    if (kind !== "elementwise" && kind !== "convert") return;
    const { times, size: largest } = this.items.get(item) ?? { times: 0, size: 0 };
    this.items.set(item, { times: times + 1, size: Math.max(largest, size) });
  }

  /** The item which, stored, leaves the larger of its kernel and a reader of `total` values smallest; if any helps. */
  best(total: number): Item | undefined {
    let best: Item | undefined;
    let least = total;
    for (const [item, { times, size }] of this.items) {
      const larger = Math.max(size, total - times * size + times);
      if (larger >= least) continue;
      best = item;
      least = larger;
    }
    return best;
  }
}

import type { Item } from "./items.ts";

/** The most values a kernel may hold: beyond, registers spill and compiling takes long. */
export const largestKernel = 1500;

interface Inline {
  /** At how many coordinates it was computed, and with how many values at most. */
  times: number;
  size: number;
}

/**
 * What a kernel computes in place of reading it. The same item at many coordinates, as in sums of shifted sums, is
 * computed as many times, so that few items can make a kernel of any size.
 */
export class Inlined {
  private readonly items = new Map<Item, Inline>();

  /** Takes down that computing an item in place added `size` values. */
  add(item: Item, size: number): void {
    const { kind } = item.operation;
    // Movements and numbers cost nothing where they are.
    if (kind !== "elementwise" && kind !== "convert") return;
    const known = this.items.get(item);
    if (!known) this.items.set(item, { times: 1, size });
    else {
      known.times++;
      known.size = Math.max(known.size, size);
    }
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

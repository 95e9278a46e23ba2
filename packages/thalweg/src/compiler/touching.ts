import type { Group } from "./groups.ts";
import type { Item } from "./items.ts";

/** Which groups, by position, read an item or compute it, so that none of the others is looked at. */
export class Touching {
  private readonly positions = new Map<Item, Set<number>>();

  /** Takes down that the group at `at` reads or computes `item`. */
  add(item: Item, at: number): void {
    const known = this.positions.get(item);
    if (known) known.add(at);
    else this.positions.set(item, new Set([at]));
  }

  /** Takes down what the kernel of the group at `at` reads and computes. */
  draft(group: Group, at: number): void {
    const draft = group.kind === "kernel" ? group.draft : group.kind === "matmul" ? group.epilogue : undefined;
    for (const { item } of draft?.accesses ?? []) this.add(item, at);
    for (const { item } of draft?.roots ?? []) this.add(item, at);
  }

  /** Positions of the groups that read or compute any of `items`, in order. */
  groups(items: readonly Item[]): readonly number[] {
    const found = new Set<number>();
    for (const item of items) for (const at of this.positions.get(item) ?? []) found.add(at);
    return [...found].sort((a, b) => a - b);
  }
}

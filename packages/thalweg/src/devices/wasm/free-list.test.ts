import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aligned, alignment, FreeList } from "./free-list.ts";

describe("FreeList", () => {
  it("gives ranges that are aligned, disjoint and within the memory, and merges what comes back", () => {
    const size = 64 * 200;
    const action = fc.record({ bytes: fc.integer({ min: 1, max: 1500 }), free: fc.nat(30), drop: fc.boolean() });
    fc.assert(
      fc.property(fc.array(action, { maxLength: 120 }), (actions) => {
        const list = new FreeList();
        list.give(0, size);
        const held: { start: number; bytes: number }[] = [];
        for (const { bytes, free, drop } of actions) {
          if (drop && held.length > 0) {
            const [{ start, bytes: taken }] = held.splice(free % held.length, 1);
            list.give(start, taken);
            continue;
          }
          const start = list.take(bytes);
          if (start === undefined) {
            expect(list.bytes.largest).toBeLessThan(aligned(bytes));
            continue;
          }
          expect(start % alignment).toBe(0);
          expect(start + bytes).toBeLessThanOrEqual(size);
          for (const other of held) {
            expect(start >= other.start + other.bytes || other.start >= start + bytes).toBe(true);
          }
          held.push({ start, bytes });
        }
        for (const { start, bytes } of held) list.give(start, bytes);
        expect(list.bytes).toEqual({ total: size, largest: size });
      }),
      { numRuns: 60 },
    );
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Lifetime, placeTemporaries } from "./memory.ts";

const lifetimes = fc.array(
  fc
    .record({ bytes: fc.integer({ min: 1, max: 500 }), first: fc.nat(20), length: fc.nat(8) })
    .map(({ bytes, first, length }): Lifetime => ({ bytes, first, last: first + length })),
  { maxLength: 30 },
);

describe("placeTemporaries", () => {
  it("never lets arrays alive together overlap, aligns them, and counts the bytes", () => {
    fc.assert(
      fc.property(lifetimes, (list) => {
        const { offsets, bytes } = placeTemporaries(list);
        list.forEach((a, i) => {
          expect(offsets[i] % 64).toBe(0);
          expect(offsets[i] + a.bytes).toBeLessThanOrEqual(bytes);
          list.slice(0, i).forEach((b, j) => {
            const together = a.first <= b.last && b.first <= a.last;
            const apart = offsets[i] + a.bytes <= offsets[j] || offsets[j] + b.bytes <= offsets[i];
            expect(apart || !together).toBe(true);
          });
        });
      }),
    );
  });

  it("uses memory again once its array is dead", () => {
    const chain = Array.from({ length: 10 }, (_, at) => ({ bytes: 1024, first: at, last: at + 1 }));
    expect(placeTemporaries(chain).bytes).toBe(2048);
    expect(placeTemporaries([]).bytes).toBe(0);
  });
});

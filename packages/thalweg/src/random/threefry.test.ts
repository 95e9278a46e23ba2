import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { threefry2x32, threefryInto, uniformOf } from "./threefry.ts";

describe("threefry2x32", () => {
  // The known answers published with Random123 (kat_vectors, threefry2x32, 20 rounds).
  it.each([
    { key: [0, 0], counter: [0, 0], words: [0x6b200159, 0x99ba4efe] },
    { key: [0xffffffff, 0xffffffff], counter: [0xffffffff, 0xffffffff], words: [0x1cb996fc, 0xbb002be7] },
    { key: [0x13198a2e, 0x03707344], counter: [0x243f6a88, 0x85a308d3], words: [0xc4923a9c, 0x483df7a0] },
  ])("gives the published words for key $key and counter $counter", ({ key, counter, words }) => {
    expect(threefry2x32(key[0], key[1], counter[0], counter[1])).toEqual(words);
  });

  it("writes the same words in place", () => {
    const words = new Uint32Array(4);
    threefryInto(words, 2, 0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3);
    expect([...words]).toEqual([0, 0, 0xc4923a9c, 0x483df7a0]);
  });

  it("changes about half of the 64 bits when one bit of key or counter changes", () => {
    const ones = (word: number): number => word.toString(2).replaceAll("0", "").length;
    let changed = 0;
    for (let bit = 0; bit < 128; bit++) {
      const input = [0x12345678, 0x9abcdef0, 0x0fedcba9, 0x87654321];
      const before = threefry2x32(input[0], input[1], input[2], input[3]);
      input[bit >> 5] ^= 1 << (bit & 31);
      const after = threefry2x32(input[0], input[1], input[2], input[3]);
      changed += ones((before[0] ^ after[0]) >>> 0) + ones((before[1] ^ after[1]) >>> 0);
    }
    // 128 flips of 64 fair bits: mean 4096, standard deviation 45.
    expect(Math.abs(changed - 4096)).toBeLessThan(4 * 45);
  });
});

describe("uniformOf", () => {
  it("runs from 0 to 1 − 2⁻²⁴", () => {
    expect(uniformOf(0)).toBe(0);
    expect(uniformOf(0xff)).toBe(0);
    expect(uniformOf(0x80000000)).toBe(0.5);
    expect(uniformOf(0xffffffff)).toBe(1 - 2 ** -24);
  });

  it("is exact in float32", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffffff }), (bits) => Math.fround(uniformOf(bits)) === uniformOf(bits)),
    );
  });
});

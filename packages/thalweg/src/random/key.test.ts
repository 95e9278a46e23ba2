import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldKey, keyOf } from "./key.ts";
import { threefry2x32 } from "./threefry.ts";

const text = (key: readonly [number, number]): string => `${key[0]},${key[1]}`;

describe("keyOf", () => {
  it("is the seed's 64-bit two's complement when there is no path", () => {
    expect(keyOf(7)).toEqual([7, 0]);
    expect(keyOf(2 ** 40 + 3)).toEqual([3, 256]);
    expect(keyOf(-1)).toEqual([0xffffffff, 0xffffffff]);
    expect(keyOf(Number.MAX_SAFE_INTEGER)).toEqual([0xffffffff, 0x1fffff]);
  });

  it("folds a number as one block of Threefry", () => {
    expect(keyOf(7, 5)).toEqual(threefry2x32(7, 0, 5, 0x80000000));
  });

  it("folds one part after another", () => {
    expect(keyOf(3, "dense_1", 12, "kernel")).toEqual(foldKey(foldKey(keyOf(3), "dense_1"), 12, "kernel"));
  });

  it("tells apart parts that look alike", () => {
    const paths = [
      [],
      [""],
      ["", ""],
      [0],
      ["0"],
      [0, 0],
      ["ab"],
      ["a", "b"],
      ["ba"],
      ["b", "a"],
      [-1],
      [2 ** 32],
      [1],
    ];
    expect(new Set(paths.map((path) => text(keyOf(1, ...path)))).size).toBe(paths.length);
  });

  it("gives different keys to different seeds, steps and names", () => {
    const keys = new Set<string>();
    for (let seed = 0; seed < 20; seed++) {
      for (let step = 0; step < 50; step++) {
        for (const name of ["dropout_1", "dropout_2"]) keys.add(text(keyOf(seed, name, step)));
      }
    }
    expect(keys.size).toBe(2000);
  });

  it("depends on its arguments alone", () => {
    const part = fc.oneof(fc.string(), fc.maxSafeInteger());
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.array(part), (seed, path) => {
        expect(keyOf(seed, ...path)).toEqual(keyOf(seed, ...path));
        expect(keyOf(seed, ...path, 0)).not.toEqual(keyOf(seed, ...path));
      }),
    );
  });

  it("refuses seeds and numbers that are not safe integers", () => {
    expect(() => keyOf(0.5)).toThrow("random: seed must be a safe integer, got 0.5");
    expect(() => keyOf(0, Number.NaN)).toThrow("random: a number in a path must be a safe integer, got NaN");
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TypedArray } from "../kernels/dtype.ts";
import { readIdx } from "./idx.ts";
import { writeIdx } from "./write-idx.ts";

describe("writeIdx", () => {
  it("writes the magic number, the extents and big-endian values", () => {
    expect(writeIdx({ values: Int32Array.of(1, -2), shape: [2, 1] })).toEqual(
      Uint8Array.of(0, 0, 0x0c, 2, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xfe),
    );
  });

  it("is read back by readIdx", async () => {
    const arrays: fc.Arbitrary<TypedArray> = fc.oneof(
      fc.uint8Array(),
      fc.int32Array(),
      fc.float32Array({ noNaN: true }),
      fc.float64Array({ noNaN: true }),
    );
    await fc.assert(
      fc.asyncProperty(arrays, async (values) => {
        const source = { values, shape: [values.length, 1] };
        expect(await readIdx(writeIdx(source))).toEqual(source);
      }),
      { numRuns: 50 },
    );
  });

  it("refuses a shape that does not fit", () => {
    expect(() => writeIdx({ values: new Uint8Array(5), shape: [2, 3] })).toThrow("writeIdx: shape must have");
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { framed, readRecords } from "./records.ts";

const joined = (parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));

describe("records", () => {
  it("frame data as TensorFlow documents it", () => {
    // What TensorBoard 2.21 writes for the data 1, 2, 3.
    expect([...framed(Uint8Array.of(1, 2, 3))]).toEqual([
      3, 0, 0, 0, 0, 0, 0, 0, 176, 153, 73, 14, 1, 2, 3, 57, 205, 192, 134,
    ]);
  });

  it("are read as they were written, and up to the last whole one wherever the file is cut", () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (all, share) => {
          const parts = all.map(framed);
          const bytes = joined(parts);
          expect(readRecords(bytes)).toEqual({ records: all, end: { kind: "whole" } });
          const length = Math.floor(share * bytes.length);
          let [whole, at] = [0, 0];
          while (whole < parts.length && at + parts[whole].length <= length) at += parts[whole++].length;
          const end = at === length ? { kind: "whole" } : { kind: "cut", at };
          expect(readRecords(bytes.slice(0, length))).toEqual({ records: all.slice(0, whole), end });
        },
      ),
    );
  });

  it("end at one whose bytes were changed", () => {
    const data = [Uint8Array.of(1, 2), Uint8Array.of(3)];
    const bytes = joined(data.map(framed));
    const changed = (place: number) => bytes.map((byte, index) => (index === place ? byte ^ 1 : byte));
    expect(readRecords(changed(18))).toEqual({ records: [data[0]], end: { kind: "damaged", at: 18, part: "length" } });
    expect(readRecords(changed(30))).toEqual({ records: [data[0]], end: { kind: "damaged", at: 18, part: "data" } });
    expect(readRecords(changed(0)).records).toEqual([]);
  });
});

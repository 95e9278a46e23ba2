import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesIn, doublesIn, fieldsOf, Message, numberIn, textIn } from "./message.ts";

describe("Message", () => {
  it("writes what the encoding guide of protocol buffers shows", () => {
    expect(new Message().whole(1, 150).finish()).toEqual(Uint8Array.of(0x08, 0x96, 0x01));
    expect(new Message().text(2, "testing").finish()).toEqual(
      Uint8Array.of(0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67),
    );
    expect(new Message().message(3, new Message().whole(1, 150)).finish()).toEqual(
      Uint8Array.of(0x1a, 0x03, 0x08, 0x96, 0x01),
    );
  });

  it("is read as it was written", () => {
    const values = fc.record({
      whole: fc.maxSafeNat(),
      double: fc.double(),
      float: fc.float(),
      text: fc.string({ unit: "grapheme" }),
      raw: fc.uint8Array(),
      list: fc.array(fc.double()),
    });
    fc.assert(
      fc.property(values, ({ whole, double, float, text, raw, list }) => {
        const message = new Message().whole(1, whole).double(2, double).float(3, float).text(4, text).raw(500, raw);
        const fields = fieldsOf(message.doubles(6, list).finish());
        expect([1, 2, 3].map((field) => numberIn(fields, field))).toEqual([whole, double, float]);
        expect(textIn(fields, 4)).toBe(text);
        expect(bytesIn(fields, 500)).toEqual(raw);
        expect(doublesIn(fields, 6)).toEqual(list);
      }),
    );
  });
});

describe("fieldsOf", () => {
  it("refuses what ends in the middle of a field, and unknown forms", () => {
    expect(() => fieldsOf(Uint8Array.of(0x12, 0x07, 0x74))).toThrow(RangeError);
    expect(() => fieldsOf(Uint8Array.of(0x09, 0x07))).toThrow(RangeError);
    expect(() => fieldsOf(Uint8Array.of(0x08, 0x96))).toThrow(RangeError);
    expect(() => fieldsOf(Uint8Array.of(0x0b))).toThrow("wire type 3 is not known");
  });

  it("takes the last of a repeated field, as readers must, and has nothing for a missing one", () => {
    const fields = fieldsOf(new Message().whole(1, 1).whole(1, 2).text(2, "a").finish());
    expect(numberIn(fields, 1)).toBe(2);
    expect(numberIn(fields, 2)).toBeUndefined();
    expect(textIn(fields, 1)).toBeUndefined();
    expect(doublesIn(fields, 7)).toEqual([]);
  });
});

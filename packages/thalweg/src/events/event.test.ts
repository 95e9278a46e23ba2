import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeEvent, encodeEvent, type LoggedEvent } from "./event.ts";
import { Message } from "./message.ts";
import type { SummaryValue } from "./summary.ts";
import { bytesOf, hexadecimalOf } from "./testing/bytes.ts";

const tag = fc.string({ minLength: 1 });
const number = fc.double();
const histogram = fc.record({
  min: number,
  max: number,
  count: number,
  sum: number,
  sumOfSquares: number,
  limits: fc.array(number),
  counts: fc.array(number),
});
const value: fc.Arbitrary<SummaryValue> = fc.oneof(
  fc.record({ tag, kind: fc.constant("scalar" as const), value: fc.float() }),
  fc.record({ tag, kind: fc.constant("histogram" as const), histogram }),
  fc.record({ tag, kind: fc.constant("text" as const), text: fc.string({ unit: "grapheme" }) }),
  fc.record({ tag, kind: fc.constant("plugin" as const), plugin: fc.constant("hparams"), content: fc.uint8Array() }),
  fc.record({
    tag,
    kind: fc.constant("plugin" as const),
    plugin: fc.constant("custom_scalars"),
    content: fc.uint8Array(),
    data: fc.uint8Array(),
  }),
);
const at = { step: fc.nat(), wallTime: fc.double({ min: 0, max: 1e11, noNaN: true }) };
const event: fc.Arbitrary<LoggedEvent> = fc.oneof(
  fc.record({ ...at, kind: fc.constant("version" as const), version: fc.string() }),
  fc.record({ ...at, kind: fc.constant("start" as const) }),
  fc.record({ ...at, kind: fc.constant("values" as const), values: fc.array(value, { maxLength: 4 }) }),
);

describe("events", () => {
  it.each<[string, LoggedEvent]>([
    [
      "09000000000000f83f10ac022a130a110a0a747261696e2f6c6f737315cdcccc3d",
      {
        kind: "values",
        step: 300,
        wallTime: 1.5,
        values: [{ tag: "train/loss", kind: "scalar", value: Math.fround(0.1) }],
      },
    ],
    ["09000000000000f83f10073a020801", { kind: "start", step: 7, wallTime: 1.5 }],
    [
      "09000000000000f83f10022a680a660a01772a6109000000000000f0bf11000000000000004019000000000000084021000000000000f83f2900000000000015403218000000000000f0bf000000000000000000000000000008403a180000000000000000000000000000f03f0000000000000040",
      {
        kind: "values",
        step: 2,
        wallTime: 1.5,
        values: [
          {
            tag: "w",
            kind: "histogram",
            histogram: {
              min: -1,
              max: 2,
              count: 3,
              sum: 1.5,
              sumOfSquares: 5.25,
              limits: [-1, 0, 3],
              counts: [0, 1, 2],
            },
          },
        ],
      },
    ],
  ])("are the bytes %s that TensorBoard 2.21 makes of them", (bytes, event) => {
    expect(hexadecimalOf(encodeEvent(event))).toBe(bytes);
    expect(decodeEvent(bytesOf(bytes))).toEqual(event);
  });

  it("are read as they were written", () => {
    fc.assert(
      fc.property(event, (written) => {
        expect(decodeEvent(encodeEvent(written))).toEqual(written);
      }),
    );
  });

  it("of kinds that Thalweg does not write are left out", () => {
    const stopped = new Message().double(1, 5).message(7, new Message().whole(1, 2));
    expect(decodeEvent(stopped.finish())).toBeUndefined();
    expect(decodeEvent(new Message().double(1, 5).raw(4, Uint8Array.of(1)).finish())).toBeUndefined();
    const image = new Message().text(1, "a").message(4, new Message().whole(1, 2));
    const summary = new Message().message(1, image).message(1, new Message().text(1, "b").float(2, 0.5));
    expect(decodeEvent(new Message().double(1, 5).whole(2, 3).message(5, summary).finish())).toEqual({
      kind: "values",
      step: 3,
      wallTime: 5,
      values: [{ tag: "b", kind: "scalar", value: 0.5 }],
    });
  });
});

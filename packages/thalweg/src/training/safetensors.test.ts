import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.ts";

const ascii = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0));

/** A file by hand: header length, header, values. */
const file = (header: string, values: readonly number[] = [], length = header.length): Uint8Array => {
  const bytes = new Uint8Array(8 + header.length + values.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.set(ascii(header), 8);
  bytes.set(values, 8 + header.length);
  return bytes;
};

const decode = (bytes: Uint8Array) => decodeSafetensors(bytes, { name: "a.safetensors" });

describe("encodeSafetensors", () => {
  it("writes the published format, byte for byte", () => {
    const bytes = encodeSafetensors(
      {
        b: { shape: [], values: Int32Array.of(-2) },
        a: { shape: [2], values: Float32Array.of(1, -0.5) },
        c: { shape: [1, 3], values: Uint8Array.of(7, 8, 9) },
      },
      { step: "3" },
    );
    const header =
      '{"__metadata__":{"step":"3"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},' +
      '"b":{"dtype":"I32","shape":[],"data_offsets":[8,12]},"c":{"dtype":"U8","shape":[1,3],"data_offsets":[12,15]}}';
    const padded = header + " ".repeat((8 - (header.length % 8)) % 8);
    expect([...bytes]).toEqual([
      ...[padded.length, 0, 0, 0, 0, 0, 0, 0],
      ...ascii(padded),
      ...[0x00, 0x00, 0x80, 0x3f, 0x00, 0x00, 0x00, 0xbf], // 1, −0.5 in float32
      ...[0xfe, 0xff, 0xff, 0xff],
      ...[7, 8, 9],
    ]);
  });

  it("aligns values: the header ends at a multiple of 8 and wide elements come first", () => {
    const bytes = encodeSafetensors({
      a: { shape: [1], values: Uint8Array.of(1) },
      "10": { shape: [1], values: Float32Array.of(2) },
      "9": { shape: [1], values: Float64Array.of(3) },
    });
    const length = new DataView(bytes.buffer).getUint32(0, true);
    expect(length % 8).toBe(0);
    const header = new TextDecoder().decode(bytes.subarray(8, 8 + length));
    expect(header.trimEnd()).toBe(
      '{"9":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"10":{"dtype":"F32","shape":[1],"data_offsets":[8,12]},' +
        '"a":{"dtype":"U8","shape":[1],"data_offsets":[12,13]}}',
    );
  });

  it("refuses shapes that do not hold the values, and the name of the metadata", () => {
    const values = Float32Array.of(1, 2);
    expect(() => encodeSafetensors({ w: { shape: [3], values } })).toThrow("w of shape [3] needs 3 values, got 2");
    expect(() => encodeSafetensors({ __metadata__: { shape: [2], values } })).toThrow("rename it");
  });
});

describe("decodeSafetensors", () => {
  it("reads a file written by hand, whatever the order of its header and its place in memory", () => {
    const header =
      '{"x":{"data_offsets":[4,6],"dtype":"U8","shape":[2]},"y":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]}}';
    const bytes = file(header, [0, 0, 0x20, 0x41, 5, 6]); // 10 in float32
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(decode(shifted.subarray(3))).toEqual({
      arrays: {
        x: { shape: [2], values: Uint8Array.of(5, 6) },
        y: { shape: [1, 1], values: Float32Array.of(10) },
      },
      metadata: {},
    });
  });

  it("takes what readFile of Node gives, and copies it", () => {
    const bytes = Buffer.from(encodeSafetensors({ w: { shape: [2], values: Float32Array.of(3, 4) } }));
    const { w } = decode(bytes).arrays;
    bytes.fill(0);
    expect(w.values).toEqual(Float32Array.of(3, 4));
  });

  it("gives back what was written", () => {
    const values = fc.oneof(
      fc.float32Array({ maxLength: 20 }),
      fc.float64Array({ maxLength: 20 }),
      fc.int32Array({ maxLength: 20 }),
      fc.uint8Array({ maxLength: 20 }),
    );
    const array = fc.record({ values, asRow: fc.boolean() }).map(({ values, asRow }) => ({
      shape: asRow ? [1, values.length] : [values.length],
      values,
    }));
    const names = fc.string({ unit: "binary" }).filter((name) => name !== "__metadata__");
    fc.assert(
      fc.property(fc.dictionary(names, array), fc.dictionary(fc.string(), fc.string()), (arrays, metadata) => {
        const read = decode(encodeSafetensors(arrays, metadata));
        expect(read.metadata).toEqual({ ...metadata });
        expect(read.arrays).toEqual({ ...arrays });
      }),
      { numRuns: 100 },
    );
  });

  it("reads 64-bit integers as int32, where they fit", () => {
    const counted = (last: number) =>
      file('{"n":{"dtype":"I64","shape":[2],"data_offsets":[0,16]}}', [
        7,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        ...Array(7).fill(255),
        last,
      ]);
    const { n } = decode(counted(255)).arrays;
    expect(n).toEqual({ shape: [2], values: Int32Array.of(7, -1) });
    expect(() => decode(counted(127))).toThrow(
      "a.safetensors holds n as I64, which must fit in int32, got 9223372036854775807; save it as F64",
    );
  });

  const entry = (offsets: string, dtype = "F32", shape = "[1]") =>
    `{"dtype":"${dtype}","shape":${shape},"data_offsets":${offsets}}`;
  const four = [0, 0, 0, 0];

  it.each<[string, Uint8Array, string]>([
    ["an empty file", new Uint8Array(), "is truncated: a header length of 8 bytes comes first, the file has 0"],
    ["a short header", file("{}", [], 99), "is truncated: the header takes 99 bytes, 2 are there"],
    ["a huge header", file("{}", [], 2e8), "has a header too long to be true: 200000000 bytes"],
    ["a header that is no JSON", file("{oops}"), "has a header that is not JSON"],
    ["a header that is no object", file("[]"), "has a header that is not a JSON object"],
    ["bytes that are no UTF-8", file("\xff\xff"), "has a header that is not JSON"],
    ["an entry without fields", file('{"w":[]}'), "describes w by something that is not an object"],
    ["another dtype", file(`{"w":${entry("[0,2]", "BF16")}}`, [0, 0]), 'holds w as "BF16", which cannot be read'],
    ["a wrong shape", file(`{"w":${entry("[0,4]", "F32", "[-1]")}}`, four), "gives w no shape of whole numbers"],
    ["wrong offsets", file(`{"w":${entry("[4,0]")}}`, four), "gives w no data_offsets [begin, end], got [4,0]"],
    ["a size unlike the shape", file(`{"w":${entry("[0,2]")}}`, [0, 0]), "gives w 2 bytes, F32 of shape [1] takes 4"],
    [
      "arrays that overlap",
      file(`{"v":${entry("[0,4]")},"w":${entry("[2,6]")}}`, [...four, 0, 0]),
      "is malformed: w overlaps the array before it, it begins at 2 and not at 4",
    ],
    ["a hole", file(`{"w":${entry("[4,8]")}}`, [...four, ...four]), "is malformed: w leaves a hole before it"],
    ["missing values", file(`{"w":${entry("[0,4]")}}`, [0]), "is truncated: the arrays take 4 bytes, 1 are there"],
    ["values too many", file(`{"w":${entry("[0,4]")}}`, [...four, 1]), "has 1 bytes that belong to no array"],
    [
      "metadata that is no text",
      file('{"__metadata__":{"a":1}}'),
      "has __metadata__ with a value that is no string: a",
    ],
  ])("refuses %s", (_, bytes, problem) => {
    expect(() => decode(bytes)).toThrow(`a.safetensors ${problem}`);
    expect(() => decode(bytes)).toThrow(expect.objectContaining({ code: "file" }));
  });
});

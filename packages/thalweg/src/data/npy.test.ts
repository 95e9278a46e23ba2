import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TypedArray } from "../kernels/dtype.ts";
import { readNpy } from "./npy.ts";
import { writeNpy } from "./write-npy.ts";

/** A file as NumPy writes it: magic, version, length of the header, header, elements. */
const npy = (
  descr: string,
  shape: string,
  body: ArrayLike<number>,
  { version = 1, fortran = false } = {},
): Uint8Array => {
  const header = `{'descr': ${descr}, 'fortran_order': ${fortran ? "True" : "False"}, 'shape': ${shape}, }\n`;
  const length = version === 1 ? [header.length, 0] : [header.length, 0, 0, 0];
  const codes = Array.from(header, (character) => character.charCodeAt(0));
  return Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0, ...length, ...codes, ...Array.from(body));
};
const bytesOf = (array: { buffer: ArrayBufferLike }) => new Uint8Array(array.buffer);

describe("readNpy", () => {
  it.each([1, 2, 3])("reads version %d", async (version) => {
    const file = npy("'<f4'", "(1, 2)", [0, 0, 0xc0, 0x3f, 0, 0, 0x28, 0xc2], { version });
    expect(await readNpy(file)).toEqual({ values: Float32Array.of(1.5, -42), shape: [1, 2] });
  });

  it.each([
    ["float64", "'<f8'", [0, 0, 0, 0, 0, 0, 0xf0, 0x3f], Float64Array.of(1)],
    ["int32", "'<i4'", [0xfe, 0xff, 0xff, 0xff], Int32Array.of(-2)],
    ["int64", "'<i8'", bytesOf(BigInt64Array.of(-(2n ** 31n))), Int32Array.of(-(2 ** 31))],
    ["uint8", "'|u1'", [200], Uint8Array.of(200)],
    ["uint8 with an order", "'<u1'", [200], Uint8Array.of(200)],
    ["bool", "'|b1'", [1], Uint8Array.of(1)],
  ])("reads %s", async (_, descr, body, expected) => {
    expect(await readNpy(npy(descr, "(1,)", body))).toEqual({ values: expected, shape: [1] });
  });

  it("takes what readFile of Node gives, and copies it", async () => {
    const file = Buffer.from(writeNpy({ values: Float32Array.of(1, 2, 3), shape: [3] }));
    const { values } = await readNpy(file);
    file.fill(0);
    expect(values).toEqual(Float32Array.of(1, 2, 3));
  });

  it("brings column-major order into row-major order", async () => {
    const body = bytesOf(Int32Array.from({ length: 24 }, (_, i) => i));
    const { values, shape } = await readNpy(npy("'<i4'", "(2, 3, 4)", body, { fortran: true }));
    expect(shape).toEqual([2, 3, 4]);
    // Element [i, j, k] stands at i + 2j + 6k of the file.
    const at = (i: number, j: number, k: number) => values[(i * 3 + j) * 4 + k];
    expect([at(0, 0, 0), at(1, 0, 0), at(0, 1, 0), at(0, 0, 1), at(1, 2, 3)]).toEqual([0, 1, 2, 6, 23]);
  });

  it("reads scalars, nothing, gzip, and bytes that begin inside a larger buffer", async () => {
    const scalar = npy("'<f4'", "()", [0, 0, 0x80, 0x3f]);
    expect(await readNpy(scalar)).toEqual({ values: Float32Array.of(1), shape: [] });
    expect(await readNpy(npy("'<f4'", "(0, 3)", []))).toEqual({ values: new Float32Array(0), shape: [0, 3] });
    expect(await readNpy(new Uint8Array(gzipSync(scalar)))).toEqual({ values: Float32Array.of(1), shape: [] });
    const shifted = new Uint8Array(scalar.length + 3);
    shifted.set(scalar, 3);
    expect(await readNpy(shifted.subarray(3))).toEqual({ values: Float32Array.of(1), shape: [] });
  });

  const refused: readonly (readonly [string, Uint8Array, string])[] = [
    ["no bytes", new Uint8Array(), "x.npy: an .npy file must begin with \\x93NUMPY, the file is cut off"],
    [
      "another file",
      Uint8Array.of(1, 2, 3, 4, 5, 6, 7),
      "x.npy: an .npy file must begin with \\x93NUMPY, this is another kind",
    ],
    [
      "an archive",
      Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0),
      "x.npy: this is an .npz or zip archive of several arrays; save each by itself",
    ],
    ["a cut magic", npy("'<f4'", "(1,)", []).subarray(0, 8), "x.npy: the file is cut off within its header, 8 bytes"],
    ["a cut header", npy("'<f4'", "(1,)", []).subarray(0, 30), "x.npy: the header needs 68 bytes, found 30"],
    [
      "a cut body",
      npy("'<f4'", "(3,)", [0, 0, 0, 0]),
      "x.npy: shape [3] of 32-bit elements needs 80 bytes, found 72; the file is cut off",
    ],
    [
      "surplus bytes",
      npy("'|u1'", "(1,)", [0, 0]),
      "x.npy: shape [1] of 8-bit elements needs 69 bytes, found 70; the file is damaged",
    ],
    ["a later version", npy("'<f4'", "(1,)", [], { version: 4 }), "x.npy: the version must be 1, 2 or 3, got 4"],
    [
      "big-endian elements",
      npy("'>f4'", "(1,)", [0, 0, 0, 0]),
      "in little-endian order, got >f4; convert them with .astype('<f4')",
    ],
    ["int16", npy("'<i2'", "(1,)", [0, 0]), "elements must be float32, float64, int32, int64, uint8 or bool"],
    ["objects", npy("'|O'", "(1,)", [0]), "got an array of Python objects"],
    ["structures", npy("[('a', '<f4')]", "(1,)", [0]), "got a structure of several fields"],
    ["a damaged header", npy("'<f4'", "3", []), "the header must give descr, fortran_order and shape"],
    [
      "int64 beyond int32",
      npy("'<i8'", "(2,)", bytesOf(BigInt64Array.of(1n, 2n ** 31n))),
      "x.npy: int64 elements must fit in int32, got 2147483648 as element 1 of the file; convert them with .astype('<f8')",
    ],
  ];
  it.each(refused)("refuses %s", async (_, bytes, message) => {
    const reading = readNpy(bytes, { name: "x.npy" });
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toMatchObject({ code: "file" });
  });
});

describe("writeNpy", () => {
  it("writes what NumPy writes", () => {
    const bytes = writeNpy({ values: Int32Array.of(1, -2), shape: [2] });
    const header = `{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }`;
    expect(bytes.subarray(0, 10)).toEqual(Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 0x76, 0));
    expect(new TextDecoder().decode(bytes.subarray(10, 128))).toBe(`${header.padEnd(117)}\n`);
    expect(bytes.subarray(128)).toEqual(Uint8Array.of(1, 0, 0, 0, 0xfe, 0xff, 0xff, 0xff));
  });

  it("is read back by readNpy, bit by bit", async () => {
    const arrays: fc.Arbitrary<TypedArray> = fc.oneof(
      fc.uint8Array(),
      fc.int32Array(),
      fc.float32Array(),
      fc.float64Array(),
    );
    const shapes = fc.constantFrom<(n: number) => number[]>(
      (n) => [n],
      (n) => [n, 1],
      (n) => [1, n, 1, 1],
    );
    await fc.assert(
      fc.asyncProperty(arrays, shapes, async (values, shape) => {
        const source = { values, shape: shape(values.length) };
        expect(await readNpy(writeNpy(source))).toEqual(source);
      }),
    );
    expect((await readNpy(writeNpy({ values: Float32Array.of(3), shape: [] }))).shape).toEqual([]);
  });

  it("refuses a shape that does not fit", () => {
    expect(() => writeNpy({ values: new Uint8Array(5), shape: [2, 3] })).toThrow(
      "writeNpy: shape [2, 3] needs 6 values, got 5",
    );
  });
});

import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readIdx } from "./idx.ts";

const extent = (value: number): number[] => [0, 0, value >> 8, value & 255];
const idx = (code: number, shape: readonly number[], body: readonly number[]): Uint8Array =>
  Uint8Array.of(0, 0, code, shape.length, ...shape.flatMap(extent), ...body);
const text = (characters: string): Uint8Array => Uint8Array.from(characters, (character) => character.charCodeAt(0));

describe("readIdx", () => {
  it("reads unsigned bytes with their shape", async () => {
    const { values, shape } = await readIdx(idx(0x08, [2, 1, 2], [0, 127, 128, 255]));
    expect(shape).toEqual([2, 1, 2]);
    expect(values).toEqual(Uint8Array.of(0, 127, 128, 255));
  });

  it.each([
    ["int8", 0x09, [0xff, 0x80], Int32Array.of(-1, -128)],
    ["int16", 0x0b, [0xff, 0xfe, 0x01, 0x00], Int32Array.of(-2, 256)],
    ["int32", 0x0c, [0x80, 0, 0, 0, 0, 0, 1, 2], Int32Array.of(-(2 ** 31), 258)],
    ["float32", 0x0d, [0x3f, 0xc0, 0, 0, 0xc2, 0x28, 0, 0], Float32Array.of(1.5, -42)],
    ["float64", 0x0e, [0x3f, 0xf0, 0, 0, 0, 0, 0, 0, 0xc0, 0x45, 0, 0, 0, 0, 0, 0], Float64Array.of(1, -42)],
  ])("reads big-endian %s", async (_, code, body, expected) => {
    expect((await readIdx(idx(code, [2], body))).values).toEqual(expected);
  });

  it("takes what readFile of Node gives, and copies it", async () => {
    const file = Buffer.from(idx(0x08, [2], [7, 8]));
    const { values } = await readIdx(file);
    file.fill(0);
    expect(values).toEqual(Uint8Array.of(7, 8));
  });

  it("unpacks gzip", async () => {
    const packed = new Uint8Array(gzipSync(idx(0x08, [3], [7, 8, 9])));
    expect(await readIdx(packed)).toEqual({ values: Uint8Array.of(7, 8, 9), shape: [3] });
  });

  it("reads bytes that begin inside a larger buffer", async () => {
    const file = idx(0x0d, [1], [0x3f, 0xc0, 0, 0]);
    const shifted = new Uint8Array(file.length + 3);
    shifted.set(file, 3);
    expect((await readIdx(shifted.subarray(3))).values).toEqual(Float32Array.of(1.5));
  });

  const refused: readonly (readonly [string, Uint8Array, string])[] = [
    ["no bytes", new Uint8Array(), "images: the file is cut off, the magic number needs 4 bytes, found 0"],
    ["a cut header", idx(0x08, [2, 2], []).subarray(0, 9), "2 dimensions need a header of 12 bytes, found 9"],
    ["a cut body", idx(0x08, [2, 3], [1, 2, 3]), "shape [2, 3] of 8-bit elements needs 18 bytes, found 15"],
    ["surplus bytes", idx(0x0b, [1], [1, 2, 3]), "shape [1] of 16-bit elements needs 10 bytes, found 1 more"],
    ["an unknown element type", idx(0x0a, [1], [1]), "an element type (08, 09, 0b, 0c, 0d or 0e)"],
    ["a wrong magic number", Uint8Array.of(1, 2, 3, 4, 5), "found 01 02 03 04"],
    ["no dimensions", Uint8Array.of(0, 0, 8, 0), "found 00 00 08 00"],
    ["a web page", text("\n<!DOCTYPE html><html>"), "it looks like a web page; download the file itself"],
    ["a zip archive", text("PK\x03\x04aaaa"), "it looks like a zip archive"],
    ["a Git LFS pointer", text("version https://git-lfs.github.com/spec/v1"), "it is a Git LFS pointer"],
    ["gzip in gzip", gzipSync(gzipSync(idx(0x08, [1], [1]))), "it is packed with gzip twice"],
    ["cut gzip", gzipSync(idx(0x08, [4], [1, 2, 3, 4])).subarray(0, -9), "the gzip data is cut off or damaged"],
    ["nothing but the gzip mark", Uint8Array.of(0x1f, 0x8b), "the gzip data is cut off or damaged"],
  ];
  it.each(refused)("refuses %s", async (_, bytes, message) => {
    const reading = readIdx(bytes, { name: "images" });
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toMatchObject({ code: "file", message: expect.stringMatching(/^images: /) });
  });
});

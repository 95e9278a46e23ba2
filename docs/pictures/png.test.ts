import { inflateSync } from "node:zlib";
import { expect, it } from "vitest";
import { grayPng } from "./png.ts";

it("writes a picture whose chunks and pixels can be read back", () => {
  const bytes = Buffer.from(grayPng({ width: 3, height: 2, pixels: Uint8Array.of(0, 17, 255, 34, 51, 68) }));
  expect(bytes.subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
  expect(bytes.subarray(12, 16).toString()).toBe("IHDR");
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20), bytes[24], bytes[25]]).toEqual([3, 2, 4, 0]);
  const length = bytes.readUInt32BE(33);
  expect(bytes.subarray(37, 41).toString()).toBe("IDAT");
  expect([...inflateSync(bytes.subarray(41, 41 + length))]).toEqual([0, 0x01, 0xf0, 0, 0x23, 0x40]);
  // The end of every PNG, its sum included.
  expect(bytes.subarray(-12).toString("hex")).toBe("0000000049454e44ae426082");
});

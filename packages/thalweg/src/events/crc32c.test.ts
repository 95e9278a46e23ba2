import { describe, expect, it } from "vitest";
import { crc32c, maskedCrc32c } from "./crc32c.ts";

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
const counted = (from: number, by: number): Uint8Array => Uint8Array.from({ length: 32 }, (_, i) => from + by * i);
const scsiRead = [
  0x01, 0xc0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x14, 0, 0, 0, 0, 0, 0x04, 0, 0, 0, 0, 0x14, 0, 0, 0, 0x18,
  0x28, 0, 0, 0, 0, 0, 0, 0, 0x02, 0, 0, 0, 0, 0, 0, 0,
];

describe("crc32c", () => {
  it.each([
    ["32 bytes of 0", new Uint8Array(32), 0x8a9136aa],
    ["32 bytes of 255", new Uint8Array(32).fill(255), 0x62a8ab43],
    ["32 rising bytes", counted(0, 1), 0x46dd794e],
    ["32 falling bytes", counted(31, -1), 0x113fdb5c],
    ["a SCSI read command", Uint8Array.from(scsiRead), 0xd9963a56],
  ])("of %s is what RFC 3720, B.4, says", (_, bytes, sum) => {
    expect(crc32c(bytes)).toBe(sum);
  });

  it("of the digits 1 to 9 is the check value of the catalogue of checksums, and 0 of nothing", () => {
    expect(crc32c(ascii("123456789"))).toBe(0xe3069283);
    expect(crc32c(new Uint8Array())).toBe(0);
  });
});

it("maskedCrc32c turns the sum by 15 bits and adds a constant", () => {
  const sum = crc32c(ascii("foo"));
  const turned = ((BigInt(sum) >> 15n) | (BigInt(sum) << 17n)) & 0xffffffffn;
  expect(BigInt(maskedCrc32c(ascii("foo")))).toBe((turned + 0xa282ead8n) & 0xffffffffn);
});

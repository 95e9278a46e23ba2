/**
 * Records as TensorFlow frames them: length (8 bytes), masked CRC-32C of the length (4), data, masked CRC-32C of the
 * data (4); numbers begin with their lowest byte.
 */
import { maskedCrc32c } from "./crc32c.ts";

const head = 12;
const tail = 4;

/** Data with what tells where it ends and whether it is whole. */
export const framed = (data: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(head + data.length + tail);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length, true);
  view.setUint32(8, maskedCrc32c(bytes.subarray(0, 8)), true);
  bytes.set(data, head);
  view.setUint32(head + data.length, maskedCrc32c(data), true);
  return bytes;
};

/** How a file of records ended: after a whole record, in the middle of one, or at one whose checksum is wrong. */
export type RecordsEnd =
  | { readonly kind: "whole" }
  | { readonly kind: "cut"; readonly at: number }
  | { readonly kind: "damaged"; readonly at: number; readonly part: "length" | "data" };

export interface Records {
  /** The data of each whole record before the end. */
  readonly records: readonly Uint8Array[];
  /** `at` is the byte at which the record begins that is not whole. */
  readonly end: RecordsEnd;
}

/** Reads records up to the last whole one. */
export const readRecords = (bytes: Uint8Array): Records => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const records: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (bytes.length - at < head) return { records, end: { kind: "cut", at } };
    if (view.getUint32(at + 8, true) !== maskedCrc32c(bytes.subarray(at, at + 8))) {
      return { records, end: { kind: "damaged", at, part: "length" } };
    }
    const length = view.getUint32(at, true) + 2 ** 32 * view.getUint32(at + 4, true);
    const end = at + head + length;
    if (end + tail > bytes.length) return { records, end: { kind: "cut", at } };
    const data = bytes.subarray(at + head, end);
    if (view.getUint32(end, true) !== maskedCrc32c(data))
      return { records, end: { kind: "damaged", at, part: "data" } };
    records.push(data);
    at = end + tail;
  }
  return { records, end: { kind: "whole" } };
};

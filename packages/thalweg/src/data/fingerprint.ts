import { dtypeOf } from "../kernels/dtype.ts";
import type { Dataset } from "./dataset.ts";
import type { Values } from "./values.ts";

/** FNV-1a of 64 bits, kept as two halves: the prime is 2⁴⁰ + 0x1b3. Fowler, Noll & Vo. */
class Fnv1a {
  private high = 0xcbf29ce4;
  private low = 0x84222325;

  add(bytes: Uint8Array): this {
    let { high, low } = this;
    for (let index = 0; index < bytes.length; index += 1) {
      low = (low ^ bytes[index]) >>> 0;
      const product = low * 0x1b3; // < 2⁴¹, exact
      high = (Math.imul(high, 0x1b3) + Math.floor(product / 0x1_0000_0000) + (low << 8)) >>> 0;
      low = product >>> 0;
    }
    this.high = high;
    this.low = low;
    return this;
  }

  text(): string {
    return [this.high, this.low].map((half) => half.toString(16).padStart(8, "0")).join("");
  }
}

/** The 64-bit FNV-1a hash of bytes, as 16 hexadecimal digits. */
export const hashBytes = (bytes: Uint8Array): string => new Fnv1a().add(bytes).text();

const encoder = new TextEncoder();

const bytesOf = ({ values }: Values): Uint8Array => new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/**
 * A short stable hash of what a data set holds: element types, shapes and bytes of inputs and
 * targets; names do not count. It tells two data sets apart, it does not protect against forgery.
 *
 * @example
 * fingerprint(train); // "a0c3…", the same on every machine
 */
export const fingerprint = ({ inputs, targets }: Dataset): string => {
  const hash = new Fnv1a();
  for (const part of [inputs, targets]) {
    hash.add(encoder.encode(`${dtypeOf(part.values)}[${part.shape.join(",")}]`)).add(bytesOf(part));
  }
  return hash.text();
};

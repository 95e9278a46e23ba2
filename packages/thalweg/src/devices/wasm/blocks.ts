import { writeArgument } from "../../kernels/wasm/launch.ts";
import { aligned } from "./free-list.ts";
import type { Location } from "./slots.ts";

/** Addresses to write into launch blocks when a root has moved: word positions, and offsets in the root. */
export interface AddressPatches {
  readonly at: Int32Array;
  readonly offsets: Int32Array;
}

/** The launch blocks of a plan, and what changes in them between runs. */
export interface Blocks {
  readonly bytes: Uint8Array;
  /** By root. */
  readonly addresses: readonly AddressPatches[];
  /** Byte positions of arguments, and the knobs they take. */
  readonly knobAt: Int32Array;
  readonly knobs: Int32Array;
}

/** Collects launch blocks, one behind the other, with byte positions relative to the first. */
export class BlockWriter {
  #memory = new DataView(new ArrayBuffer(1024));
  #used = 0;
  readonly #addresses: { readonly at: number; readonly location: Location }[] = [];
  readonly #knobs: { readonly at: number; readonly knob: number }[] = [];

  /** Zeros for a block of `bytes`. */
  reserve(bytes: number): number {
    const at = this.#used;
    this.#used = aligned(at + bytes);
    if (this.#used > this.#memory.byteLength) {
      const larger = new Uint8Array(2 * this.#used);
      larger.set(new Uint8Array(this.#memory.buffer));
      this.#memory = new DataView(larger.buffer);
    }
    return at;
  }

  /** The blocks reserved so far; stale after the next `reserve`. */
  get memory(): DataView {
    return this.#memory;
  }

  word(at: number, value: number): void {
    this.#memory.setInt32(at, value, true);
  }

  number(at: number, value: number): void {
    writeArgument(this.#memory, at, value);
  }

  /** A word that holds the address `extra` bytes into `location`. */
  address(at: number, { root, byteOffset }: Location, extra = 0): void {
    this.#addresses.push({ at, location: { root, byteOffset: byteOffset + extra } });
  }

  /** An argument that takes a knob. */
  knob(at: number, knob: number): void {
    this.#knobs.push({ at, knob });
  }

  close(roots: number): Blocks {
    const addresses = Array.from({ length: roots }, (_, root) => {
      const own = this.#addresses.filter(({ location }) => location.root === root);
      return {
        at: Int32Array.from(own, ({ at }) => at >> 2),
        offsets: Int32Array.from(own, ({ location }) => location.byteOffset),
      };
    });
    return {
      bytes: new Uint8Array(this.#memory.buffer, 0, this.#used),
      addresses,
      knobAt: Int32Array.from(this.#knobs, ({ at }) => at),
      knobs: Int32Array.from(this.#knobs, ({ knob }) => knob),
    };
  }
}

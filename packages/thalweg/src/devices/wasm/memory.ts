import { ThalwegError } from "../../errors/thalweg-error.ts";
import type { DType, TypedArray } from "../../kernels/dtype.ts";
import { maximumPages } from "../../kernels/wasm/encoder.ts";
import { aligned, alignment, FreeList } from "./free-list.ts";

/** What lives in the memory. It is held weakly: a range whose tenant is gone is free. */
export interface Tenant {
  /** Called when the room is needed: save what must be kept and forget the range. */
  leave(): void;
}

/** A range of the memory and when it was last used. */
export interface Range {
  readonly address: number;
  readonly bytes: number;
  readonly tenant: WeakRef<Tenant>;
  lastRun: number;
}

type Views = { readonly [T in DType]: TypedArray } & {
  readonly float32: Float32Array;
  readonly float64: Float64Array;
  readonly int32: Int32Array;
  readonly uint8: Uint8Array;
};

const pageBytes = 65536;
/** Vector loads may read this far past the last element. */
const slack = alignment;
/** Ranges kept before those of dead tenants are looked for, though there is room. */
const fewRanges = 4096;
/** Ranges not used in this many runs may make room instead of more memory. */
const idleRuns = 64;

const viewsOf = (buffer: ArrayBufferLike): Views => ({
  float32: new Float32Array(buffer),
  float64: new Float64Array(buffer),
  int32: new Int32Array(buffer),
  uint8: new Uint8Array(buffer),
});

export interface MemoryOptions {
  readonly shared: boolean;
  readonly initialPages?: number;
  readonly maximumPages?: number;
}

/**
 * The one memory of a device, a cache of what its owners hold. When a range does not fit: ranges of
 * dead tenants are freed, then those idle for long leave if they are most of the memory, then the
 * memory grows, and at its limit the least recently used leave.
 */
export class DeviceMemory {
  readonly memory: WebAssembly.Memory;
  /** The most bytes that ranges can take in all. */
  readonly budgetBytes: number;
  /** Counts runs; ranges used in the current one stay. */
  run = 1;
  #views: Views;
  #sweptIn = 0;
  #sweepAt = fewRanges;
  readonly #free = new FreeList();
  readonly #ranges = new Set<Range>();

  constructor({ shared, initialPages = 256, maximumPages: maximum = maximumPages }: MemoryOptions) {
    this.memory = new WebAssembly.Memory({ initial: initialPages, maximum, shared });
    this.#views = viewsOf(this.memory.buffer);
    this.budgetBytes = maximum * pageBytes - alignment - slack;
    this.#free.give(alignment, initialPages * pageBytes - alignment - slack);
  }

  /** The whole memory as arrays; they are replaced when it grows. */
  get views(): Views {
    return this.#views;
  }

  /** A range for `tenant` where one is free without moving anything. */
  placeIfFree(bytes: number, tenant: Tenant): Range | undefined {
    const address = this.#free.take(Math.max(bytes, 1));
    if (address === undefined) return undefined;
    const range = { address, bytes: Math.max(bytes, 1), tenant: new WeakRef(tenant), lastRun: this.run };
    this.#ranges.add(range);
    // A small array a step would otherwise leave an entry a step until the memory is full.
    if (this.#ranges.size > this.#sweepAt) {
      this.#sweep();
      this.#sweepAt = 2 * this.#ranges.size + fewRanges;
    }
    return range;
  }

  /** A range for `tenant`, with undefined contents. */
  place(bytes: number, tenant: Tenant): Range {
    const found =
      this.placeIfFree(bytes, tenant) ??
      (this.#sweep() ? this.placeIfFree(bytes, tenant) : undefined) ??
      (this.#dropIdle(bytes) ? this.placeIfFree(bytes, tenant) : undefined) ??
      (this.#grow(bytes) ? this.placeIfFree(bytes, tenant) : undefined);
    if (found) return found;
    for (const range of this.#leastRecent()) {
      this.#evict(range);
      const placed = this.placeIfFree(bytes, tenant);
      if (placed) return placed;
    }
    const { total, largest } = this.#free.bytes;
    throw new ThalwegError(
      "memory",
      `device memory: ${bytes} bytes are needed in one piece, and of ${this.budgetBytes} bytes ${total} are free, ` +
        `${largest} in one piece; use smaller batches or fewer tensors at a time`,
    );
  }

  /** Fills a range with zeros, eight bytes at a time: a range has whole lines, and engines fill shared memory an element at a time. */
  clear({ address, bytes }: Range): void {
    this.#views.float64.fill(0, address / 8, (address + aligned(bytes)) / 8);
  }

  release(range: Range): void {
    if (this.#ranges.delete(range)) this.#free.give(range.address, range.bytes);
  }

  /** Frees the ranges of tenants that are gone; tells whether there was any. */
  #sweep(): boolean {
    if (this.#sweptIn === this.run) return false;
    this.#sweptIn = this.run;
    const before = this.#ranges.size;
    for (const range of this.#ranges) if (range.tenant.deref() === undefined) this.release(range);
    return this.#ranges.size < before;
  }

  /** Lets idle ranges leave when they hold more than half of the memory in use and could make room. */
  #dropIdle(bytes: number): boolean {
    const idle = this.#leastRecent().filter(({ lastRun }) => lastRun < this.run - idleRuns);
    const idleBytes = idle.reduce((sum, range) => sum + range.bytes, 0);
    const allBytes = [...this.#ranges].reduce((sum, range) => sum + range.bytes, 0);
    if (idleBytes < bytes || 2 * idleBytes < allBytes) return false;
    for (const range of idle) this.#evict(range);
    return true;
  }

  /** Makes room for at least `bytes` more; half as much memory again when that is allowed. */
  #grow(bytes: number): boolean {
    const size = this.memory.buffer.byteLength;
    const needed = Math.ceil(aligned(bytes) / pageBytes);
    for (const pages of [Math.max(needed, Math.ceil(size / pageBytes / 2)), needed]) {
      try {
        this.memory.grow(pages);
      } catch {
        continue;
      }
      this.#views = viewsOf(this.memory.buffer);
      this.#free.give(size - slack, pages * pageBytes);
      return true;
    }
    return false;
  }

  #leastRecent(): readonly Range[] {
    return [...this.#ranges].filter(({ lastRun }) => lastRun < this.run).sort((a, b) => a.lastRun - b.lastRun);
  }

  #evict(range: Range): void {
    range.tenant.deref()?.leave();
    this.release(range);
  }
}

/** Ranges start at multiples of this many bytes. */
export const alignment = 64;

export const aligned = (bytes: number): number => Math.ceil(bytes / alignment) * alignment;

/** Free ranges of a memory, in order; first fit, neighbours merged. */
export class FreeList {
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  /** The start of `bytes` free bytes, taken from the list; undefined when there are none in one piece. */
  take(bytes: number): number | undefined {
    const size = aligned(bytes);
    const index = this.#starts.findIndex((start, position) => this.#ends[position] - start >= size);
    if (index < 0) return undefined;
    const start = this.#starts[index];
    if (this.#ends[index] - start === size) {
      this.#starts.splice(index, 1);
      this.#ends.splice(index, 1);
    } else this.#starts[index] += size;
    return start;
  }

  /** Returns `bytes` bytes from `start` on. */
  give(start: number, bytes: number): void {
    const end = start + aligned(bytes);
    const next = this.#firstFrom(start);
    const joinsPrevious = next > 0 && this.#ends[next - 1] === start;
    const joinsNext = this.#starts[next] === end;
    if (joinsPrevious && joinsNext) {
      this.#ends[next - 1] = this.#ends[next];
      this.#starts.splice(next, 1);
      this.#ends.splice(next, 1);
    } else if (joinsPrevious) this.#ends[next - 1] = end;
    else if (joinsNext) this.#starts[next] = start;
    else {
      this.#starts.splice(next, 0, start);
      this.#ends.splice(next, 0, end);
    }
  }

  /** Free bytes, and those in the largest piece. */
  get bytes(): { readonly total: number; readonly largest: number } {
    const sizes = this.#starts.map((start, index) => this.#ends[index] - start);
    return { total: sizes.reduce((sum, size) => sum + size, 0), largest: Math.max(0, ...sizes) };
  }

  /** Position of the first range that starts at `address` or after it. */
  #firstFrom(address: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#starts[middle] < address) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

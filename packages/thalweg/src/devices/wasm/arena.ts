import { ThalwegError } from "../../errors/thalweg-error.ts";
import { type DType, dtypeOf, itemBytes, type TypedArray, typedArray } from "../../kernels/dtype.ts";
import type { Arena } from "../device.ts";
import type { DeviceMemory, Range, Tenant } from "./memory.ts";

/** An array that is in device memory while it is used, and on the host otherwise. */
export class WasmArena implements Arena, Tenant {
  readonly device = "wasm";
  readonly dtype: DType;
  readonly length: number;
  readonly memory: DeviceMemory;
  #range: Range | undefined;
  /** The values while there is no range; without either they are zeros. */
  #host: TypedArray | undefined;

  constructor(memory: DeviceMemory, dtype: DType, length: number) {
    this.memory = memory;
    this.dtype = dtype;
    this.length = length;
  }

  get bytes(): number {
    return this.length * itemBytes[this.dtype];
  }

  /** Marks the arena as used in the current run and, when it has one, returns its address. */
  touch(): number | undefined {
    if (this.#range) this.#range.lastRun = this.memory.run;
    return this.#range?.address;
  }

  /** The arena's address in device memory, where it is put if need be. */
  reside(): number {
    const address = this.touch();
    if (address !== undefined) return address;
    const range = this.memory.place(this.bytes, this);
    this.#range = range;
    if (this.#host) this.memory.views[this.dtype].set(this.#host, this.#element(range));
    else this.memory.clear(range);
    this.#host = undefined;
    return range.address;
  }

  leave(): void {
    if (!this.#range) return;
    this.#host = this.read(0, this.length);
    this.memory.release(this.#range);
    this.#range = undefined;
  }

  write(values: TypedArray, offset: number): void {
    if (dtypeOf(values) !== this.dtype) {
      throw new ThalwegError("dtype", `upload: values must be ${this.dtype}, got ${dtypeOf(values)}`);
    }
    this.#check("upload", offset, values.length);
    const whole = values.length === this.length;
    // values that fill the arena go straight to device memory where there is room, else wait on the host
    if (!this.#range && whole) {
      this.#range = this.memory.placeIfFree(this.bytes, this);
      this.#host = this.#range ? undefined : values.slice();
    }
    if (this.#range) this.memory.views[this.dtype].set(values, this.#element(this.#range) + offset);
    else if (!whole) {
      this.#host ??= typedArray(this.dtype, this.length);
      this.#host.set(values, offset);
    }
  }

  read(offset: number, length: number): TypedArray {
    this.#check("download", offset, length);
    if (!this.#range) return this.#host?.slice(offset, offset + length) ?? typedArray(this.dtype, length);
    const start = this.#element(this.#range) + offset;
    // Engines copy shared memory an element at a time in `slice`, but whole in `set`.
    const values = typedArray(this.dtype, length);
    values.set(this.memory.views[this.dtype].subarray(start, start + length));
    return values;
  }

  #element(range: Range): number {
    return range.address / itemBytes[this.dtype];
  }

  #check(name: string, offset: number, length: number): void {
    if (offset < 0 || length < 0 || offset + length > this.length) {
      throw new ThalwegError(
        "argument",
        `${name}: elements ${offset} to ${offset + length} must be within the arena's ${this.length}`,
      );
    }
  }
}

/** `arena` when it lies in `memory`. */
export const ownArena = (arena: Arena, memory: DeviceMemory): WasmArena => {
  if (arena instanceof WasmArena && arena.memory === memory) return arena;
  throw new ThalwegError(
    "device",
    `arena: must be allocated by this device, got one of ${arena.device}; download it and upload the copy`,
  );
};

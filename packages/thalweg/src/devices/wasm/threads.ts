import { maySleep, startThread } from "#platform";
import { ThalwegError } from "../../errors/thalweg-error.ts";
import { encodeHandedOn } from "../../kernels/wasm/encoder.ts";
import { renderProgram } from "../../kernels/wasm/program.ts";
import { controlBytes, controlWords } from "../../kernels/wasm/program-layout.ts";
import { aligned } from "./free-list.ts";
import type { DeviceMemory, Range, Tenant } from "./memory.ts";
import { stopInTime } from "./stop-in-time.ts";
import type { SystemBlas } from "./system-blas.ts";
import { type ThreadBlas, threadMain } from "./thread.ts";

type Play = (control: number, commands: number, count: number, first: number, wake: number) => void;

const isPlay = (value: unknown): value is Play => typeof value === "function";

export interface ThreadsOptions {
  readonly shared: boolean;
  readonly count: number;
  /** Estimated nanoseconds of work from which on sharing a command pays. */
  readonly worthSharing?: number;
  readonly blas?: SystemBlas;
}

/**
 * The threads of a device: the one that asks, and others that are started by the first work worth it, sleep while there is none,
 * and end with the device.
 */
export class Threads implements Tenant {
  readonly count: number;
  readonly worthSharing: number;
  /** Products by the system's BLAS: how launches are made, and the place of its function in the table. */
  readonly blas: (SystemBlas & { readonly index: number }) | undefined;
  /** The functions that commands name, the same in every thread. */
  readonly table: WebAssembly.Table;
  readonly #memory: DeviceMemory;
  readonly #program: Uint8Array<ArrayBuffer>;
  readonly #control: Range;
  readonly #play: Play;
  #scratch: Range | undefined;
  #scratchBytes = 0;
  /** The last module's record. */
  #record: number;
  #modules = 0;
  #started = false;

  constructor(memory: DeviceMemory, { shared, count, worthSharing = 4000, blas }: ThreadsOptions) {
    this.count = count;
    this.worthSharing = worthSharing;
    this.#memory = memory;
    this.#program = renderProgram(shared);
    this.table = new WebAssembly.Table({ element: "anyfunc", initial: 1 });
    this.#control = this.#pinned(controlBytes + recordBytes);
    const { address } = this.#control;
    this.#record = address + controlBytes;
    memory.clear(this.#control);
    this.#write(address + controlWords.parts, 2 * count);
    this.#write(address + controlWords.mayWait, maySleep() && shared ? 1 : 0);
    const instance = new WebAssembly.Instance(new WebAssembly.Module(this.#program), {
      device: { memory: memory.memory, table: this.table },
    });
    const { play } = instance.exports;
    if (!isPlay(play)) throw new TypeError("the program's module has no function play");
    this.#play = play;
    this.blas = blas && { ...blas, index: this.#connect(blas) };
  }

  /** Puts a module's functions into the table; returns the index of the first. `bytes` are what other threads make them of. */
  add(bytes: Uint8Array<ArrayBuffer>, functions: readonly unknown[]): number {
    const index = this.table.grow(functions.length);
    functions.forEach((each, position) => {
      this.table.set(index + position, each);
    });
    if (this.count === 1) return index;
    const { address } = this.#pinned(recordBytes + bytes.length);
    [0, bytes.length, index].forEach((value, position) => {
      this.#write(address + 4 * position, value);
    });
    this.#memory.views.uint8.set(bytes, address + recordBytes);
    this.#write(this.#record, address);
    this.#record = address;
    this.#modules += 1;
    this.#store("modules", this.#modules);
    return index;
  }

  /** Gives every thread `bytes` of working memory at least; returns how many that are in all. */
  reserve(bytes: number): number {
    if (bytes > this.#scratchBytes) {
      // The old one goes last: where there is no room for another, everything is as it was.
      const scratch = this.#pinned(aligned(bytes) * this.count);
      if (this.#scratch) this.#memory.release(this.#scratch);
      this.#scratch = scratch;
      this.#scratchBytes = aligned(bytes);
      this.#write(this.#control.address + controlWords.scratch, this.#scratch.address);
      this.#write(this.#control.address + controlWords.scratchBytes, this.#scratchBytes);
    }
    return this.#scratchBytes * this.count;
  }

  /** Runs `count` commands at address `commands`; `wake`: they are worth waking other threads for. */
  play(commands: number, count: number, first: boolean, wake: boolean): void {
    const waking = wake && this.count > 1;
    if (waking && !this.#started) this.#start();
    try {
      this.#play(this.#control.address, commands, count, first ? 1 : 0, waking ? 1 : 0);
    } catch (error) {
      // Others may still be at what was open.
      if (this.count > 1) this.#store("failed", 1);
      throw error;
    }
    if (this.#memory.views.int32[(this.#control.address + controlWords.failed) >>> 2] === 0) return;
    throw new ThalwegError("device", "run: a thread failed, so that results are not whole; start with fewer threads");
  }

  /** Its ranges never have to leave. */
  leave(): void {}

  /** Puts a function that calls the BLAS into the table, which takes functions of modules alone. */
  #connect({ found: { foreign, connection }, routines }: SystemBlas): number {
    const run = routines.connectBlas(foreign, connection, this.#memory.memory);
    const handedOn = new WebAssembly.Instance(new WebAssembly.Module(encodeHandedOn()), { device: { run } });
    return this.table.grow(1, handedOn.exports.run);
  }

  #start(): void {
    this.#started = true;
    const { address: control } = this.#control;
    const { memory } = this.#memory;
    const { modules, stop, failed, loading } = controlWords;
    stopInTime(this, { memory, control });
    const blas: ThreadBlas | undefined = this.blas && {
      foreignPath: this.blas.found.foreignPath,
      connection: this.blas.found.connection,
      index: this.blas.index,
      handedOn: encodeHandedOn(),
    };
    const words = { modules, stop, failed, loading };
    const data = { memory, program: this.#program, control, words, records: control + controlBytes, blas };
    for (let thread = 1; thread < this.count; thread += 1) {
      try {
        startThread(threadMain, { ...data, thread }, this.blas?.routines.connectBlas);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        console.warn(`thalweg: computing on ${thread} of ${this.count} threads, since another cannot start: ${reason}`);
        return;
      }
    }
  }

  #pinned(bytes: number): Range {
    const range = this.#memory.place(bytes, this);
    range.lastRun = Number.POSITIVE_INFINITY;
    return range;
  }

  #write(address: number, value: number): void {
    this.#memory.views.int32[address >>> 2] = value;
  }

  #store(name: keyof typeof controlWords, value: number): void {
    Atomics.store(this.#memory.views.int32, (this.#control.address + controlWords[name]) >>> 2, value);
  }
}

/** Of a module: address of the next one's record, bytes, index of its first function. */
const recordBytes = 12;

import type { Foreign } from "#platform";
import type { BlasConnection } from "../blas/product.ts";

/** How a thread calls the system's BLAS. */
export interface ThreadBlas {
  readonly foreignPath: string;
  readonly connection: BlasConnection;
  /** Its function's place in the table. */
  readonly index: number;
  /** A module that hands a function on (kernels/wasm/encoder.ts). */
  readonly handedOn: Uint8Array<ArrayBuffer>;
}

export type ConnectBlas = (
  foreign: Foreign,
  connection: BlasConnection,
  memory: WebAssembly.Memory,
) => (launch: number, begin: number, end: number, scratch: number) => void;

/** What a thread is started with: it can be cloned, and says where in the shared memory things are. */
export interface ThreadData {
  readonly memory: WebAssembly.Memory;
  /** The module of kernels/wasm/program.ts. */
  readonly program: Uint8Array<ArrayBuffer>;
  /** Address of the control block. */
  readonly control: number;
  readonly thread: number;
  /** Byte positions in the control block (program-layout.ts). */
  readonly words: Readonly<Record<"modules" | "stop" | "failed" | "loading", number>>;
  /** Address of the record whose `next` is that of the first module. */
  readonly records: number;
  readonly blas: ThreadBlas | undefined;
}

/**
 * What a thread does. Its text is sent to the thread, so it closes over nothing; and since it is blocked most of the time
 * and receives no messages, it reads modules from the memory: records of [next, bytes, first index in the table], each
 * before its module.
 */
export const threadMain = (
  { memory, program, control, thread, words, records, blas }: ThreadData,
  connect: ConnectBlas | undefined,
  load: (path: string) => Foreign,
): void => {
  const recordBytes = 12;
  const table = new WebAssembly.Table({ element: "anyfunc", initial: 1 });
  const link = (bytes: Uint8Array<ArrayBuffer>, run?: ReturnType<ConnectBlas>): WebAssembly.Exports =>
    new WebAssembly.Instance(new WebAssembly.Module(bytes), { device: run ? { run } : { memory, table } }).exports;
  const put = (index: number, functions: readonly unknown[]): void => {
    if (table.length < index + functions.length) table.grow(index + functions.length - table.length);
    functions.forEach((each, position) => {
      table.set(index + position, each);
    });
  };
  const connectBlas = (each: ThreadBlas, connectTo: ConnectBlas): void => {
    put(each.index, Object.values(link(each.handedOn, connectTo(load(each.foreignPath), each.connection, memory))));
  };
  let record = records;
  let modules = 0;
  let isTaking = false;
  try {
    const { work } = link(program);
    if (typeof work !== "function") throw new TypeError("the program's module has no function work");
    if (blas && connect) {
      const memoryWords = new Int32Array(memory.buffer);
      const loading = (control + words.loading) >>> 2;
      // Noted before it is asked whether to stop: whoever says so waits for those who did not hear of it.
      Atomics.add(memoryWords, loading, 1);
      try {
        if (Atomics.load(memoryWords, (control + words.stop) >>> 2) !== 0) return;
        connectBlas(blas, connect);
      } finally {
        Atomics.sub(memoryWords, loading, 1);
        Atomics.notify(memoryWords, loading);
      }
    }
    for (;;) {
      isTaking = true;
      work(control, thread, modules);
      isTaking = false;
      const memoryWords = new Int32Array(memory.buffer);
      if (Atomics.load(memoryWords, (control + words.stop) >>> 2) !== 0) return;
      while (modules < Atomics.load(memoryWords, (control + words.modules) >>> 2)) {
        record = memoryWords[record >>> 2] >>> 0;
        const [, bytes, index] = memoryWords.subarray(record >>> 2);
        const module = new Uint8Array(memory.buffer).slice(record + recordBytes, record + recordBytes + bytes);
        put(index, Object.values(link(module)));
        modules += 1;
      }
    }
  } catch (error) {
    // One that took nothing is not missed: the others do its work.
    if (isTaking) Atomics.store(new Int32Array(memory.buffer), (control + words.failed) >>> 2, 1);
    throw error;
  }
};

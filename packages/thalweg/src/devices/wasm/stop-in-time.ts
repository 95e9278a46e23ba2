import { onExit } from "#platform";
import { controlWords } from "../../kernels/wasm/program-layout.ts";

/** Threads that were started: where their control block is. */
interface Started {
  readonly memory: WebAssembly.Memory;
  readonly control: number;
}

const started = new Set<Started>();

const stop = ({ memory, control }: Started): void => {
  const words = new Int32Array(memory.buffer);
  Atomics.store(words, (control + controlWords.stop) >>> 2, 1);
  Atomics.add(words, (control + controlWords.signal) >>> 2, 1);
  Atomics.notify(words, (control + controlWords.signal) >>> 2);
};

/** The longest that the end of a process is put off. */
const patience = 5000;

/** A process that ends its threads aborts if one is loading machine code. */
const waitForLoading = ({ memory, control }: Started): void => {
  const words = new Int32Array(memory.buffer);
  const loading = (control + controlWords.loading) >>> 2;
  const end = performance.now() + patience;
  for (let left = patience; left > 0; left = end - performance.now()) {
    const count = Atomics.load(words, loading);
    if (count === 0) return;
    Atomics.wait(words, loading, count, left);
  }
};

const collected = new FinalizationRegistry<Started>((threads) => {
  stop(threads);
  // What is loading may end with the process, still.
  if (Atomics.load(new Int32Array(threads.memory.buffer), (threads.control + controlWords.loading) >>> 2) === 0) {
    started.delete(threads);
  }
});

let isWatching = false;

/** Tells threads to stop when their owner is collected, or the process ends. */
export const stopInTime = (owner: object, threads: Started): void => {
  collected.register(owner, threads);
  started.add(threads);
  if (isWatching) return;
  isWatching = true;
  onExit(() => {
    for (const each of started) stop(each);
    for (const each of started) waitForLoading(each);
  });
};

import type { EpochBatches } from "./batch-source.ts";
import type { Batch } from "./batches.ts";

/** Items of an asynchronous iterable, `ahead` of them asked for before the one in use is done with. */
const askedAhead = async function* <T>(source: AsyncIterable<T>, ahead: number): AsyncGenerator<T, void> {
  const iterator = source[Symbol.asyncIterator]();
  const asked: Promise<IteratorResult<T>>[] = [];
  let isOpen = true;
  try {
    for (;;) {
      while (asked.length <= ahead) {
        const next = iterator.next();
        // It fails where it is awaited, which may be later, or never after an early stop.
        next.catch(() => undefined);
        asked.push(next);
      }
      isOpen = false;
      const result = await asked.shift();
      if (result === undefined || result.done === true) return;
      isOpen = true;
      yield result.value;
    }
  } finally {
    if (isOpen) await iterator.return?.();
  }
};

/**
 * The batches of an epoch one by one. Those of an asynchronous source are asked for `ahead` of the one in use, so that
 * files and other machines are waited for while the device computes; others are made when they are needed, since the
 * device computes on the same thread.
 */
export const walkBatches = async function* (source: EpochBatches, ahead: number): AsyncGenerator<Batch, void> {
  if (Symbol.asyncIterator in source) yield* askedAhead(source, ahead);
  else yield* source;
};

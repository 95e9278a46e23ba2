/** A command: i32 words, 64 bytes. An item of `run` may be followed by its rows of `finish`, an epilogue. */
export const commandWords = {
  run: 0,
  /** Address of the launch block. */
  launch: 4,
  items: 8,
  /** 1: other threads may take items. */
  shared: 12,
  /** 1: only in the first step of a loop. */
  firstOnly: 16,
  /** 0 for none. */
  finish: 20,
  finishLaunch: 24,
  /** Rows of a matrix, its items, rows of an item, and items of `finish` in a row. */
  rows: 28,
  itemsOfMatrix: 32,
  rowsOfItem: 36,
  finishItemsOfRow: 40,
} as const;
export const commandBytes = 64;

/** What threads share, apart by lines of the cache where they write at the same time. */
export const controlWords = {
  /** i64: number of the shared command, and items of it to be had. */
  open: 0,
  /** Items done of the open command. */
  done: 64,
  /** Changes when sleepers are to wake. */
  signal: 128,
  sleepers: 192,
  /** Of the open command. */
  number: 256,
  command: 260,
  items: 264,
  /** Working memory of thread 0, and how much each has. */
  scratch: 272,
  scratchBytes: 276,
  /** Takes of a fair share: twice the threads. */
  parts: 280,
  /** How many modules there are for the threads to load. */
  modules: 284,
  stop: 288,
  /** 1 when a thread could not do what it took. */
  failed: 292,
  /** 1 when the thread that plays may sleep: not that of a page. */
  mayWait: 296,
  /** Threads that are loading machine code, in which they cannot be ended. */
  loading: 300,
} as const;
export const controlBytes = 320;

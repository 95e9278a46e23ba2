import type { Foreign } from "#platform";
import type { blasEntry, blasWords } from "./layout.ts";

/** What a thread calls a library with; it can be sent to workers. */
export interface BlasConnection {
  readonly path: string;
  /** Type of the library's whole numbers. */
  readonly integer: "int" | "int64_t";
  /** The name of its product of float32 matrices. */
  readonly sgemm: string;
  /** Functions that set how many threads it starts, where each thread that calls it may have a number of its own. */
  readonly setThreads: readonly string[];
  readonly words: typeof blasWords;
  readonly table: number;
  readonly entry: typeof blasEntry;
  /** The bytes of `renderGather`'s module. */
  readonly gather: Uint8Array<ArrayBuffer>;
}

/**
 * The function that computes tiles of a float32 product by a BLAS. An item is a tile of one c: rows
 * of tiles after each other, batch by batch. `launch` is the address of a launch block (layout.ts) in `memory`, `scratch`
 * that of `blasScratchBytes` of working memory.
 *
 * Its text is run by threads: it refers to nothing outside of it.
 */
export const connectBlas = (
  foreign: Foreign,
  connection: BlasConnection,
  memory: WebAssembly.Memory,
): ((launch: number, begin: number, end: number, scratch: number) => void) => {
  const { integer, words, table, entry } = connection;
  const library = foreign.load(connection.path);
  for (const name of connection.setThreads) library.func(name, "void", ["int64_t"])(1);
  const matrix = ["intptr_t", integer];
  const types = ["int", "int", "int", integer, integer, integer, "float", ...matrix, ...matrix, "float", ...matrix];
  const sgemm = library.func(connection.sgemm, "void", types);
  const module = new WebAssembly.Module(connection.gather);
  const { gather } = new WebAssembly.Instance(module, { device: { memory } }).exports;
  if (typeof gather !== "function") throw new TypeError("the module has no function gather");

  let int32 = new Int32Array(0);
  let base = 0;

  return (launch, begin, end, scratch) => {
    // It has another buffer after it grew, and may have moved where it is not shared.
    if (int32.buffer !== memory.buffer) {
      int32 = new Int32Array(memory.buffer);
      base = Number(foreign.address(new Uint8Array(memory.buffer)));
    }
    const at = launch >>> 2;
    const word = (byte: number): number => int32[at + byte / 4];
    const m = word(words.m);
    const n = word(words.n);
    const k = word(words.k);
    const rows = word(words.rows);
    const columns = word(words.columns);
    const tiles = word(words.tiles);
    const across = word(words.across);
    const order = word(words.order);
    const aOrder = word(words.aOrder);
    const bOrder = word(words.bOrder);
    const aLead = word(words.aLead);
    const bLead = word(words.bLead);
    const cLead = word(words.cLead);
    const aRow = word(words.aRow);
    const bRow = word(words.bRow);
    const bColumn = word(words.bColumn);
    const cRow = word(words.cRow);
    const cColumn = word(words.cColumn);
    const accumulate = word(words.accumulate);
    const aRows = word(words.aRows);

    const gathered = (a: number, b: number, c: number, row: number, height: number): void => {
      const piece = base + (scratch >>> 0);
      const pieceRows = word(words.pieceRows);
      const pieceTerms = word(words.pieceTerms);
      const byTerms = word(words.byTerms);
      const run = word(words.run);
      for (let first = 0; first < height; first += pieceRows) {
        const count = Math.min(pieceRows, height - first);
        const rowTable = launch + aRows + 4 * (row + first);
        for (let term = 0; term < k; term += pieceTerms) {
          const terms = Math.min(pieceTerms, k - term);
          const termTable = launch + word(words.aTerms) + 4 * term;
          const lead = 4 * Math.ceil((byTerms ? terms : count) / 4);
          if (byTerms) gather(a, rowTable, termTable, count, terms, term % run, run, scratch, 4 * lead);
          else gather(a, termTable, rowTable, terms, count, (row + first) % run, run, scratch, 4 * lead);
          const beta = term > 0 ? 1 : accumulate;
          const from = b + term * bRow;
          sgemm(order, aOrder, bOrder, count, n, terms, 1, piece, lead, from, bLead, beta, c + first * cRow, cLead);
        }
      }
    };

    for (let item = begin; item < end; item += 1) {
      const row = Math.floor((item % tiles) / across) * rows;
      const column = (item % across) * columns;
      const height = Math.min(rows, m - row);
      const width = Math.min(columns, n - column);
      const offsets = at + (table + Math.floor(item / tiles) * entry.bytes) / 4;
      const a = (word(words.a) + int32[offsets + entry.a / 4]) >>> 0;
      const b = base + ((word(words.b) + int32[offsets + entry.b / 4]) >>> 0) + column * bColumn;
      const c = base + ((word(words.c) + int32[offsets + entry.c / 4]) >>> 0) + row * cRow + column * cColumn;
      if (aRows !== 0) gathered(a, b, c, row, height);
      else {
        const from = base + a + row * aRow;
        sgemm(order, aOrder, bOrder, height, width, k, 1, from, aLead, b, bLead, accumulate, c, cLead);
      }
    }
  };
};

import { describe, expect, it } from "vitest";
import { renderMatmul } from "./matmul.ts";
import {
  matmulScratchBytes,
  matmulTable,
  matmulWords,
  type ProductType,
  panelColumns,
  tableEntry,
} from "./matmul-layout.ts";

type DeviceFunction = (launch: number, begin: number, end: number, scratch: number) => void;
const isFunction = (value: unknown): value is DeviceFunction => typeof value === "function";

const arrays = { float32: Float32Array, float64: Float64Array } as const;
const rounded = { float32: Math.fround, float64: (value: number) => value } as const;

interface Cut {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly transposed: boolean;
  readonly packsA: boolean;
  readonly inPlace: number;
  readonly blockRows: number;
  /** Terms of each run, and runs of each block. */
  readonly runs: readonly number[];
  readonly blocks: readonly number[];
  /** Rows come from a table, in descending order. */
  readonly turned: boolean;
  readonly accumulate: boolean;
}

const plain: Cut = {
  m: 50,
  n: 37,
  k: 130,
  transposed: false,
  packsA: false,
  inPlace: 0,
  blockRows: 16,
  runs: [130],
  blocks: [1],
  turned: false,
  accumulate: false,
};

const left = (index: number): number => Math.sin(index * 0.37);
const right = (index: number): number => Math.cos(index * 0.73);
const before = (index: number): number => Math.sin(index * 1.3);

const memory = new WebAssembly.Memory({ initial: 64 });
const addresses = { a: 2 ** 19, b: 2 ** 20, c: 3 * 2 ** 19, packed: 2 ** 21, scratch: 3 * 2 ** 20 } as const;
const tablesAt = 1024;

/** a·b for fixed a and b, items in pieces of `step`. */
const multiplied = (dtype: ProductType, cut: Cut, step: number): number[] => {
  const { m, n, k, transposed } = cut;
  const TypedArray = arrays[dtype];
  const bytes = TypedArray.BYTES_PER_ELEMENT;
  const module = new WebAssembly.Module(renderMatmul(dtype, false, false));
  const { pack, run } = new WebAssembly.Instance(module, { device: { memory } }).exports;
  if (!isFunction(pack) || !isFunction(run)) throw new TypeError("the module has no functions pack and run");
  expect(addresses.scratch + matmulScratchBytes(dtype)).toBeLessThan(memory.buffer.byteLength);
  const fill = (at: number, length: number, value: (index: number) => number): void => {
    new TypedArray(memory.buffer, at, length).set(Array.from({ length }, (_, index) => value(index)));
  };
  fill(addresses.a, m * k, left);
  fill(addresses.b, k * n, right);
  fill(addresses.c, m * n, before);
  const words = new Int32Array(memory.buffer);
  words.fill(0, 0, addresses.a / 4);
  let next = tablesAt;
  const table = (values: readonly number[]): number => {
    const at = next;
    words.set(values, at / 4);
    next += 4 * values.length;
    return at;
  };
  const [aRow, aStep] = transposed ? [bytes, m * bytes] : [k * bytes, bytes];
  const starts = cut.runs.map((_, run) => cut.runs.slice(0, run).reduce((sum, terms) => sum + terms, 0));
  const pairs = cut.runs.flatMap((terms, index) => [starts[index] * aStep, terms]);
  const blocks = cut.blocks.flatMap((count, block) => {
    const first = cut.blocks.slice(0, block).reduce((sum, runs) => sum + runs, 0);
    return [cut.runs.slice(first, first + count).reduce((sum, terms) => sum + terms, 0), count];
  });
  const set = (name: keyof typeof matmulWords, value: number): void => {
    words[matmulWords[name] / 4] = value;
  };
  for (const name of ["a", "b", "c", "packed"] as const) set(name, addresses[name]);
  for (const name of ["m", "n", "k", "inPlace", "blockRows"] as const) set(name, cut[name]);
  for (const name of ["accumulate", "packsA"] as const) set(name, cut[name] ? 1 : 0);
  for (const name of ["bColumn", "cColumn"] as const) set(name, bytes);
  for (const name of ["bRow", "cRow"] as const) set(name, n * bytes);
  set("aRow", aRow);
  set("aStep", aStep);
  set("blocks", table(blocks));
  set("blockCount", cut.blocks.length);
  set("runs", table(pairs));
  if (cut.turned) set("aRows", table(Array.from({ length: m }, (_, row) => (m - 1 - row) * aRow)));
  words.fill(0, matmulTable / 4, (matmulTable + tableEntry.bytes) / 4);
  const panels = Math.ceil((n - cut.inPlace) / panelColumns(dtype));
  const items = Math.ceil(m / cut.blockRows);
  for (let at = 0; at < panels; at += step) pack(0, at, Math.min(panels, at + step), addresses.scratch);
  for (let at = 0; at < items; at += step) run(0, at, Math.min(items, at + step), addresses.scratch);
  return [...new TypedArray(memory.buffer, addresses.c, m * n)];
};

/** The plain loop. */
const expected = (dtype: ProductType, { m, n, k, transposed, turned, accumulate }: Cut): number[] => {
  const round = rounded[dtype];
  return Array.from({ length: m * n }, (_, index) => {
    const [at, column] = [Math.floor(index / n), index % n];
    const row = turned ? m - 1 - at : at;
    let sum = accumulate ? round(before(index)) : 0;
    for (let term = 0; term < k; term += 1) {
      const a = round(left(transposed ? term * m + row : row * k + term));
      sum = round(sum + round(a * round(right(term * n + column))));
    }
    return sum;
  });
};

describe.each(["float32", "float64"] as const)("the product in %s, unfused", (dtype) => {
  const check = (change: Partial<Cut>): void => {
    const cut = { ...plain, ...change };
    const result = expected(dtype, cut);
    for (const step of [1, 3, 100]) expect(multiplied(dtype, cut, step)).toEqual(result);
  };

  it("rounds like the plain loop, and however its items are split", () => {
    check({});
    check({ accumulate: true, blockRows: 50 });
  });

  it("does so however its terms are cut", () => {
    check({ runs: [100, 30], blocks: [1, 1] });
    check({ runs: [5, 5, 60, 1, 59], blocks: [2, 1, 2] });
  });

  it("reads b in place, all of it or whole panels", () => {
    check({ n: 36, inPlace: 36 });
    check({ inPlace: 32 });
  });

  it("packs rows of a that are no neighbours along its terms, or reads them", () => {
    for (const packsA of [true, false]) check({ transposed: true, packsA, runs: [100, 30], blocks: [1, 1] });
    check({ m: 47, packsA: true, blockRows: 24 });
  });

  it("finds rows by a table", () => {
    check({ turned: true });
    check({ turned: true, runs: Array.from({ length: 26 }, () => 5), blocks: [26] });
  });

  it("takes every number of rows and columns", () => {
    for (const m of [1, 2, 3, 4, 5, 6, 7, 11, 13]) {
      for (const n of [1, 2, 3, 4, 5, 7, 8, 9, 10, 12, 13, 15, 16, 17, 20]) {
        const cut = { m, n, k: 9, runs: [9], accumulate: (m + n) % 2 === 0 };
        const whole = { ...plain, ...cut, inPlace: n % 4 === 0 ? n : 0 };
        expect(multiplied(dtype, whole, 1)).toEqual(expected(dtype, whole));
      }
    }
  });

  it("writes zeros, or leaves what was there, where a sum has no terms", () => {
    check({ k: 0, runs: [], blocks: [0] });
    check({ k: 0, runs: [], blocks: [0], accumulate: true });
  });
});

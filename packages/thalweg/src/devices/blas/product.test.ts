import { Worker } from "node:worker_threads";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Fold, FoldedMatrixView, MatmulInstruction, MatrixView } from "../device.ts";
import { multiply } from "../reference/multiply.ts";
import { randomProduct } from "../testing/random-product.ts";
import { type Blas, findBlas } from "./find.ts";
import { connectBlas } from "./product.ts";
import { type PlacedProduct, placeProduct } from "./testing/block.ts";
import { usesBlas } from "./uses-blas.ts";

const search = findBlas("auto");
const { blas } = search;
const title = search.blas ? `with ${search.blas.name} (${search.blas.about})` : `skipped: ${search.reason}`;

const values = (length: number, factor: number): Float32Array =>
  Float32Array.from({ length }, (_, index) => Math.sin(1 + index * factor));

const matrix = (slot: number, row: number, column: number, batch: readonly number[] = [], offset = 0): MatrixView => ({
  slot,
  offset,
  batch,
  row,
  column,
});

type Shape = Pick<MatmulInstruction, "batch" | "m" | "n" | "k" | "accumulate">;
const product = (shape: Shape, a: FoldedMatrixView, b: MatrixView, c: MatrixView): MatmulInstruction => {
  return { kind: "matmul", dtype: "float32", ...shape, a, b, c };
};

const arraysOf = (a: number, b: number, c: number): Float32Array[] => [
  values(a, 0.37),
  values(b, 0.73),
  values(c, 0.11),
];

/** Windows of 3×5 entries of `channels` in images of [4, 18, 20]. */
const windows = (channels: number): { readonly rows: Fold[]; readonly columns: Fold[] } => ({
  rows: [
    { extent: 4, stride: 360 * channels },
    { extent: 16, stride: 20 * channels },
    { extent: 16, stride: channels },
  ],
  columns: [
    { extent: 3, stride: 20 * channels },
    { extent: 5 * channels, stride: 1 },
  ],
});

const shape = (m: number, n: number, k: number, batch: readonly number[] = [], accumulate = false): Shape => {
  return { m, n, k, batch, accumulate };
};
const { rows, columns } = windows(8);
const one = windows(1);
const image = (folds: FoldedMatrixView["folds"]): FoldedMatrixView => ({ ...matrix(0, 0, 0), folds });

const cases: Readonly<Record<string, readonly [MatmulInstruction, number, number, number]>> = {
  "as they lie": [
    product(shape(131, 75, 300), matrix(0, 300, 1), matrix(1, 75, 1), matrix(2, 75, 1)),
    39300,
    22500,
    9825,
  ],
  "a transposed": [
    product(shape(131, 75, 300), matrix(0, 1, 131), matrix(1, 75, 1), matrix(2, 75, 1)),
    39300,
    22500,
    9825,
  ],
  "b transposed, with gaps and offsets": [
    product(shape(131, 75, 300), matrix(0, 303, 1, [], 2), matrix(1, 1, 301, [], 1), matrix(2, 77, 1, [], 3)),
    39700,
    22600,
    10090,
  ],
  "c transposed, on top of what is there": [
    product(shape(131, 75, 300, [], true), matrix(0, 300, 1), matrix(1, 1, 300), matrix(2, 1, 140)),
    39300,
    22500,
    10500,
  ],
  "all transposed": [
    product(shape(131, 75, 300), matrix(0, 1, 131), matrix(1, 1, 300), matrix(2, 1, 131)),
    39300,
    22500,
    9825,
  ],
  "a batch, b the same for one axis": [
    product(
      shape(33, 65, 40, [2, 3], true),
      matrix(0, 40, 1, [3960, 1320]),
      matrix(1, 65, 1, [2600, 0]),
      matrix(2, 65, 1, [6435, 2145]),
    ),
    7920,
    5200,
    12870,
  ],
  "windows, neighbours along channels": [
    product(shape(1024, 24, 120), image({ rows, columns }), matrix(1, 24, 1), matrix(2, 24, 1)),
    11520,
    2880,
    24576,
  ],
  "windows of one channel, on top of what is there": [
    product(shape(1024, 24, 15, [], true), image(one), matrix(1, 24, 1), matrix(2, 24, 1)),
    1440,
    360,
    24576,
  ],
  "filters' gradient": [
    product(
      shape(120, 24, 1024, [], true),
      image({ rows: columns, columns: rows }),
      matrix(1, 24, 1),
      matrix(2, 24, 1),
    ),
    11520,
    24576,
    2880,
  ],
  "filters' gradient of one channel, c transposed": [
    product(shape(15, 24, 1024), image({ rows: one.columns, columns: one.rows }), matrix(1, 24, 1), matrix(2, 1, 15)),
    1440,
    24576,
    360,
  ],
  "windows longer than a piece, every second place": [
    product(
      shape(64, 16, 4096),
      image({ rows: [{ extent: 64, stride: 3 }], columns: [{ extent: 4096, stride: 2 }] }),
      matrix(1, 16, 1),
      matrix(2, 16, 1),
    ),
    8400,
    65536,
    1024,
  ],
};

/** Runs all items here, in two orders of pieces that have to give the same. */
const run = ({ connection, foreign }: Blas, placed: PlacedProduct, step: number): Float32Array => {
  const { memory, launch, scratch } = placed;
  const tiles = connectBlas(foreign, connection, memory);
  for (let begin = 0; begin < launch.items; begin += step) {
    tiles(launch.at, begin, Math.min(launch.items, begin + step), scratch[0]);
  }
  return placed.result();
};

/** Runs the items' second half in a worker while the first half runs here. */
const runByTwo = async ({ connection, foreign, foreignPath }: Blas, placed: PlacedProduct): Promise<Float32Array> => {
  const { memory, launch, scratch } = placed;
  const middle = launch.items >> 1;
  const text = `const { workerData, parentPort } = require("node:worker_threads");
    const { foreignPath, connection, memory, at, begin, end, scratch } = workerData;
    (${connectBlas})(require(foreignPath), connection, memory)(at, begin, end, scratch);
    parentPort.postMessage("done");`;
  const workerData = { foreignPath, connection, memory, at: launch.at, begin: middle, end: launch.items };
  const worker = new Worker(text, { eval: true, workerData: { ...workerData, scratch: scratch[1] } });
  const done = new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
  connectBlas(foreign, connection, memory)(launch.at, 0, middle, scratch[0]);
  await done;
  await worker.terminate();
  return placed.result();
};

describe.skipIf(!blas)(`products by a BLAS, ${title}`, () => {
  it.each(Object.entries(cases))(
    "%s: as the reference, by one thread and by two",
    async (_, [instruction, ...lengths]) => {
      if (!blas) return;
      const arrays = arraysOf(...lengths);
      const exact = arrays.map((array) => Float64Array.from(array));
      multiply(instruction, exact);
      expect(usesBlas(instruction)).toBe(true);
      const results = [
        run(blas, placeProduct(instruction, arrays), 1),
        run(blas, placeProduct(instruction, arrays), 1000),
        await runByTwo(blas, placeProduct(instruction, arrays)),
      ];
      const errors = exact[2].map((value, index) => Math.abs(results[0][index] - value));
      expect(errors.reduce((most, error) => Math.max(most, error))).toBeLessThan(32 * instruction.k * 2 ** -24);
      expect(results[1]).toEqual(results[0]);
      expect(results[2]).toEqual(results[0]);
    },
  );

  it("agrees with the reference on random products", () => {
    if (!blas) return;
    let count = 0;
    fc.assert(
      fc.property(fc.gen(), (draw) => {
        const { instruction, arrays } = randomProduct(draw, 70);
        const { epilogue: _, ...bare } = instruction;
        if (!usesBlas(bare)) return;
        count += 1;
        const exact = arrays.map((array) => Float64Array.from(array));
        multiply(bare, exact);
        expect([...run(blas, placeProduct(bare, arrays), 3)]).toEqual([...exact[2]].map((value) => value + 0));
      }),
    );
    expect(count).toBeGreaterThan(10);
  });

  it("follows a memory that grows", () => {
    if (!blas) return;
    const [instruction, ...lengths] = cases["as they lie"];
    const placed = placeProduct(instruction, arraysOf(...lengths));
    const before = run(blas, placed, 1);
    placed.memory.grow(512);
    expect(run(blas, placed, 1)).toEqual(before);
  });
});

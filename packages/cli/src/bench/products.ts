import { type Arena, type Device, type Plan, wasmDevice } from "thalweg/devices";
import { Generator } from "thalweg/random";
import { currentDevice, evaluate, tensor } from "thalweg/tensor";
import type { Prepared, Workload } from "./workload.ts";

/** Rows and columns of the product that stays in cache, its terms, and how often it is taken in one run. */
const [rows, terms, times] = [128, 256, 64];

const flopsOf = (m: number, n: number, k: number): number => 2 * m * n * k;

/** The same product `times` times into places of their own, so that threads do not wait for each other. */
const cachedProducts: Plan = {
  slots: [rows * terms, terms * rows, times * rows * rows].map((length, index) => ({
    dtype: "float32",
    length,
    place: { kind: "bound", index },
  })),
  instructions: [
    {
      kind: "matmul",
      dtype: "float32",
      batch: [times],
      m: rows,
      n: rows,
      k: terms,
      a: { slot: 0, offset: 0, batch: [0], row: terms, column: 1 },
      b: { slot: 1, offset: 0, batch: [0], row: rows, column: 1 },
      c: { slot: 2, offset: 0, batch: [rows * rows], row: rows, column: 1 },
      accumulate: false,
    },
  ],
  scratchBytes: 0,
  bound: 3,
  knobs: 0,
};

const prepareCached = async (device: Device): Promise<Prepared> => {
  const executable = await device.compile(cachedProducts);
  const generator = new Generator(0, "bench");
  const arenas = cachedProducts.slots.map(({ length }): Arena => {
    const arena = device.allocate("float32", length);
    device.upload(arena, generator.fillUniform(new Float32Array(length), -1, 1));
    return arena;
  });
  const noKnobs = new Float64Array(0);
  return {
    run: () => device.run(executable, arenas, noKnobs),
    pieces: times,
    amount: { unit: "GFLOP", value: flopsOf(rows, rows, terms) / 1e9 },
  };
};

const size = 512;

const prepareLarge = async (): Promise<Prepared> => {
  const generator = new Generator(0, "bench");
  const [left, right] = ["left", "right"].map(() =>
    tensor(generator.fillUniform(new Float32Array(size * size), -1, 1), [size, size]),
  );
  return {
    run: () => evaluate(left.matmul(right)),
    amount: { unit: "GFLOP", value: flopsOf(size, size, size) / 1e9 },
  };
};

const plain = { isStep: false, compiles: false, onOneThread: false };

/** Matrix products: those that stay in cache are as fast as what computes them, our own kernels or a BLAS, can be. */
export const products: readonly Workload[] = [
  {
    ...plain,
    name: "peak-thread",
    title: "product in cache, one thread",
    onOneThread: true,
    prepare: async (blas) => prepareCached(await wasmDevice({ threads: 1, blas })),
  },
  {
    ...plain,
    name: "peak",
    title: "product in cache, all threads",
    prepare: async () => prepareCached(await currentDevice()),
  },
  { ...plain, name: "product", title: `product ${size}³`, prepare: prepareLarge },
];

import { compile, full, type Tensor } from "thalweg/tensor";
import type { Prepared, Workload } from "./workload.ts";

/** Numbers of an array: 64 MB, far more than caches hold. */
const length = 2 ** 24;

type Pair = { readonly a: Tensor; readonly b: Tensor };

/** Both arrays stay on the device, and one of them is written over. `numbers`: read and written for each place. */
const prepare = async (step: (pair: Pair) => Pair, numbers: number): Promise<Prepared> => {
  const program = compile<Pair, readonly Tensor[], readonly Tensor[]>(
    ({ state }) => ({ state: step(state), outputs: [] }),
    {
      state: { a: full([length], 1), b: full([length], 1) },
    },
  );
  return {
    run: async () => {
      await program.run();
    },
    amount: { unit: "GB", value: (numbers * Float32Array.BYTES_PER_ELEMENT * length) / 1e9 },
  };
};

const plain = { isStep: false, compiles: false, onOneThread: false };

/** What is bound by the speed of memory. */
export const bandwidth: readonly Workload[] = [
  {
    ...plain,
    name: "copy",
    title: "memory, copy: b = a/2",
    prepare: () => prepare(({ a }) => ({ a, b: a.mul(0.5) }), 2),
  },
  {
    ...plain,
    name: "update",
    title: "memory, update: a = a/2 + b",
    prepare: () => prepare(({ a, b }) => ({ a: a.mul(0.5).add(b), b }), 3),
  },
];

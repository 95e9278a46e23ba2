import { evaluate, tensor } from "thalweg/tensor";
import type { Work } from "../side.ts";
import type { ProductSpec, Task } from "../task.ts";

/** A product of two matrices, read by nobody but at the end. */
export const productWork = ({ spec: { size }, data: { a, b } }: Task<ProductSpec>): Work => {
  const left = tensor(a.values, a.shape);
  const right = tensor(b.values, b.shape);
  let last = left;
  return {
    run: async () => {
      last = left.matmul(right);
      await evaluate(last);
    },
    result: async () => (await last.data())[size + 1],
  };
};

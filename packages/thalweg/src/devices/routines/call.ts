import type { TypedArray } from "../../kernels/dtype.ts";
import type { CallInstruction, Routine } from "../device.ts";
import { eigh } from "./eigh.ts";
import { qr } from "./qr.ts";

/** A routine on a row-major matrix in float64, which it may change; gives its results one after the other. */
type Implementation = (matrix: Float64Array, rows: number, columns: number) => readonly Float64Array[];

const implementations: Record<Routine, Implementation> = {
  eigh: (matrix, rows) => {
    const { values, vectors } = eigh(matrix, rows);
    return [values, vectors];
  },
  qr: (matrix, rows, columns) => {
    const { q, r } = qr(matrix, rows, columns);
    return [q, r];
  },
};

/** Runs a routine from the beginning of `source` to the beginning of `target`. */
export const call = ({ routine, rows, columns }: CallInstruction, source: TypedArray, target: TypedArray): void => {
  const matrix = Float64Array.from(source.subarray(0, rows * columns));
  let at = 0;
  for (const result of implementations[routine](matrix, rows, columns)) {
    target.set(result, at);
    at += result.length;
  }
};

import type { ScalarType } from "../dtype.ts";
import type { Reduction } from "../kernel.ts";
import { pushBinary } from "./arithmetic.ts";
import type { Code } from "./code.ts";
import type { Lanes } from "./lanes.ts";

/** Where a phase's reductions are summed up. */
export interface Accumulators {
  /** Sets all to the reductions' identities. */
  open(): void;
  /** Adds the value of the reduction at `position`. */
  add(position: number, value: Lanes): void;
  /** After the value of an index has been added everywhere. */
  next(): void;
  /** At the end of the innermost loop, whose index is in local `index`. */
  align(index: number): void;
  /** Folds the lanes and makes the results known to the frame. */
  close(): void;
}

const operations = { sum: "add", max: "max", min: "min" } as const;
const limits = {
  sum: [0, 0],
  max: [Number.NEGATIVE_INFINITY, -(2 ** 31)],
  min: [Number.POSITIVE_INFINITY, 2 ** 31 - 1],
} as const;

/** Pushes what a reduction starts with. */
export const pushIdentity = (code: Code, { op, type }: Reduction): Code => {
  const [float, integer] = limits[op];
  if (type === "float64") return code.v128(Float64Array.of(float, float));
  if (type === "float32") return code.v128(new Float32Array(4).fill(float));
  return code.v128(new Int32Array(4).fill(integer));
};

/** Pushes two locals folded into one. */
export const pushFold = (code: Code, { op, type }: Reduction, a: number, b: number): Code =>
  pushBinary(code, operations[op], type, a, b);

export const halvesOf = (type: ScalarType): readonly (0 | 1)[] => (type === "float64" ? [0, 1] : [0]);

/** New locals for lanes of `type`. */
export const newLanes = (code: Code, type: ScalarType): Lanes =>
  type === "float64" ? [code.local("v128"), code.local("v128")] : [code.local("v128")];

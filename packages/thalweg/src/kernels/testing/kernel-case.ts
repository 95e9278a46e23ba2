import * as fc from "fast-check";
import type { DType, TypedArray } from "../dtype.ts";
import type { ArrayView } from "../js/index.ts";
import type { Kernel } from "../kernel.ts";

/** A view of an array yet to be made, holding `values` before the kernel runs. */
export interface ViewCase extends Omit<ArrayView, "array"> {
  readonly dtype: DType;
  readonly values: readonly number[];
  /** Outputs only: the input that is the same array. */
  readonly shares?: number;
}

/** A kernel with everything to launch it. */
export interface KernelCase {
  readonly kernel: Kernel;
  readonly extents: readonly number[];
  readonly inputs: readonly ViewCase[];
  readonly outputs: readonly ViewCase[];
  readonly numbers: readonly number[];
}

/** Numbers of a dtype; `extreme` ones among them hide how the others round. */
export const elementOf = (dtype: DType, extreme: boolean): fc.Arbitrary<number> => {
  if (dtype === "uint8") return fc.integer({ min: 0, max: 255 });
  const small = fc.integer({ min: -9, max: 9 });
  if (dtype === "int32") return extreme ? fc.oneof(small, fc.integer()) : small;
  const ordinary = fc.integer({ min: -4000, max: 4000 }).map((value) => value / 499);
  if (!extreme) return ordinary;
  const special = fc.constantFrom(0, -0, 1.5, -2.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
  return fc.oneof(ordinary, special, fc.float({ noNaN: true, noDefaultInfinity: true }));
};

/** Arrays for a case, each view tied to its own, or to the input it shares. */
export const arraysOf = (
  { inputs, outputs }: KernelCase,
  allocate: (dtype: DType, length: number) => TypedArray,
): { inputs: ArrayView[]; outputs: ArrayView[] } => {
  const bind = ({ dtype, values, offset, strides, gatherStride }: ViewCase): ArrayView => {
    const array = allocate(dtype, values.length);
    array.set(dtype === "float32" ? Float32Array.from(values) : values);
    return { array, offset, strides, gatherStride };
  };
  const bound = inputs.map(bind);
  return {
    inputs: bound,
    outputs: outputs.map((view) =>
      view.shares === undefined ? bind(view) : { ...bind(view), array: bound[view.shares].array },
    ),
  };
};

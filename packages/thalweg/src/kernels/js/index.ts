import type { TypedArray } from "../dtype.ts";
import type { Kernel } from "../kernel.ts";
import { intrinsics } from "./arithmetic.ts";
import { sourceOf } from "./source.ts";

/** An array as a kernel sees it: element = offset + Σ strides[d]·index[d] + gatherStride·at. */
export interface ArrayView {
  readonly array: TypedArray;
  readonly offset: number;
  readonly strides: readonly number[];
  readonly gatherStride?: number;
}

/** All a kernel runs on. `numbers` are its arguments, read anew at every run. */
export interface Launch {
  readonly extents: readonly number[];
  readonly inputs: readonly ArrayView[];
  readonly outputs: readonly ArrayView[];
  readonly numbers: Float64Array;
}

/** Ties a kernel to arrays and extents; the result runs it, any number of times. */
export type JsKernel = (launch: Launch) => () => void;

const rendered = new Map<string, JsKernel>();

/**
 * A kernel as a JS function. Everything is computed in float64, whatever float type the kernel
 * names; stores round to what the array holds. So fusing kernels never changes a bit as long as
 * temporaries are Float64Arrays. Needs a page that permits `new Function`.
 *
 * @example
 * const run = renderJs(kernel)({ extents: [3], inputs: [view], outputs: [view], numbers: new Float64Array(0) });
 * run();
 */
export const renderJs = (kernel: Kernel): JsKernel => {
  const known = rendered.get(kernel.key);
  if (known) return known;
  const make = new Function(...Object.keys(intrinsics), "launch", sourceOf(kernel));
  const js: JsKernel = (launch) => make(...Object.values(intrinsics), launch);
  rendered.set(kernel.key, js);
  return js;
};

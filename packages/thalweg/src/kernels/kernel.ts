import type { DType, ScalarType } from "./dtype.ts";

/**
 * A kernel is one loop nest over a rectangular space, described and not executed; a renderer turns
 * it into code for a target. The space has parallel dimensions (each point is independent) and
 * reduced dimensions (looped over at every parallel point, once a phase):
 *
 *     for p in parallel:                      // split over threads
 *       for phase in phases:
 *         for r in reduced:                   // only when there are reduced dimensions
 *           accumulate phase.reductions; write stores of level "element"
 *         write stores of level "row"
 *
 * So an element-wise chain is one phase without reduced dimensions, a softmax three phases: maximum,
 * sum of exponentials, quotient. Extents, strides, offsets and numbers are arguments of the launch:
 * the same kernel serves every size.
 *
 * Loads see memory as it was before the phase, except at the identical index: a kernel may write an
 * array it reads when each element is read only where it is written.
 */
export interface Kernel {
  /** How many parallel dimensions, then how many reduced ones; indices count through both. */
  readonly parallel: number;
  readonly reduced: number;
  /**
   * Which last dimension runs over vector lanes: the last reduced one ("reduced": rows are
   * contiguous) or the last parallel one ("parallel": element-wise, and reductions down columns).
   * It never changes a result.
   */
  readonly vector: "parallel" | "reduced";
  /** Reductions run strictly in index order, one lane (cumulative sums); vector is "parallel" then. */
  readonly sequential: boolean;
  readonly accesses: readonly Access[];
  readonly outputs: readonly DType[];
  /** Scalar expressions in dependency order; operands are positions in this list. */
  readonly values: readonly Value[];
  readonly reductions: readonly Reduction[];
  readonly phases: readonly Phase[];
  /** How many numbers a launch passes. */
  readonly arguments: number;
  /** Equal for kernels that mean the same code. */
  readonly key: string;
}

/**
 * An array a kernel reads. Its element at a point is offset + Σ stride·index (+ gatherStride·at).
 * `lane` says the stride along the vector dimension: 0 (one value for all lanes), 1, or "any".
 * `rowOnly`: every stride along reduced dimensions is 0, so that the value is one a parallel point.
 */
export interface Access {
  readonly dtype: DType;
  readonly lane: 0 | 1 | "any";
  readonly rowOnly: boolean;
}

export type Value =
  | { readonly op: "literal"; readonly type: ScalarType; readonly value: number }
  | { readonly op: "argument"; readonly type: ScalarType; readonly argument: number }
  /** The index along a dimension, as int32. */
  | { readonly op: "index"; readonly type: "int32"; readonly dim: number }
  /** Where the bool `guard` is false the value is 0 and memory is not touched; `at` is an int32. */
  | {
      readonly op: "load";
      readonly type: ScalarType;
      readonly access: number;
      readonly guard?: number;
      readonly at?: number;
    }
  /** The result of a reduction of an earlier phase. */
  | { readonly op: "reduced"; readonly type: ScalarType; readonly reduction: number }
  /** In sequential kernels: the reduction up to and including the current index, within its phase. */
  | { readonly op: "running"; readonly type: ScalarType; readonly reduction: number }
  | { readonly op: UnaryOp; readonly type: ScalarType; readonly a: number }
  | { readonly op: BinaryOp; readonly type: ScalarType; readonly a: number; readonly b: number }
  | {
      readonly op: "select";
      readonly type: ScalarType;
      readonly condition: number;
      readonly a: number;
      readonly b: number;
    };

/**
 * - neg, abs: floats and int32. sqrt, floor, round (to nearest even), trunc: floats.
 * - exponent: ⌊log₂|x|⌋ as a float; significand: x / 2^exponent, in ±[1, 2). Both for normal x only.
 * - not: bool.
 * - convert: to `type` from the operand's: floats to int32 truncate and saturate (NaN to 0), bool to 0 or 1.
 */
export type UnaryOp =
  | "neg"
  | "abs"
  | "sqrt"
  | "floor"
  | "round"
  | "trunc"
  | "exponent"
  | "significand"
  | "not"
  | "convert";

/**
 * - add, sub, mul, min, max: floats and int32 (wrapping); div: floats. min and max pass NaN on.
 * - scale2: a·2^b for an integral float b in the range of normal exponents; exact when the result is normal.
 * - and, or, xor: int32 and bool; shl, shr (unsigned): int32, by 0 to 31.
 * - lt, le, eq, ne: operands of one type, result bool; false with NaN but for ne.
 */
export type BinaryOp =
  | "add"
  | "sub"
  | "mul"
  | "div"
  | "min"
  | "max"
  | "scale2"
  | "and"
  | "or"
  | "xor"
  | "shl"
  | "shr"
  | "lt"
  | "le"
  | "eq"
  | "ne";

/**
 * The reduction tree depends on extents alone: along the last reduced dimension element k goes to
 * lane k mod 8, lanes accumulate in order (outer reduced dimensions outside, same lanes), then lanes
 * fold by halves: l+4, l+2, l+1. Accumulators start at 0, −∞ (max) or +∞ (min), int32 at its limits.
 */
export interface Reduction {
  readonly op: "sum" | "max" | "min";
  readonly type: ScalarType;
  readonly value: number;
}

export interface Phase {
  /** Positions in `reductions` accumulated by this phase. */
  readonly reductions: readonly number[];
  readonly stores: readonly Store[];
}

/** "element": at every point; "row": once a parallel point, after the loop over reduced dimensions. */
export interface Store {
  readonly output: number;
  readonly value: number;
  readonly level: "element" | "row";
}

/** Lanes a reduction is spread over, the same on every device. */
export const reductionLanes = 8;

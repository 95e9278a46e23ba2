import type { Arena, Routine } from "../devices/device.ts";
import type { DType, TypedArray } from "../kernels/dtype.ts";
import type { Shape } from "./shape.ts";

/**
 * A node describes an array before anyone computes it. Nodes are made by the functions of this room,
 * which check shapes, and are read by the compiler and by the gradient rules. Element-wise nodes take
 * inputs of their own shape: broadcasting is an explicit `expand`.
 */
export interface Node {
  readonly id: number;
  readonly shape: Shape;
  readonly dtype: DType;
  /** Becomes a leaf once the node was executed and kept. */
  operation: Operation;
  inputs: readonly Node[];
  /** The number of the first read that computed this node without keeping it. */
  computedBy?: number;
}

export type Operation =
  /** Values that exist: given by the user or computed by an earlier read. */
  | { readonly kind: "leaf"; readonly storage: Storage }
  /** A place filled at every run of a compiled program. */
  | { readonly kind: "input"; readonly index: number }
  /** A number passed to kernels at run time. */
  | { readonly kind: "scalar"; readonly value: number }
  /** A number a compiled program receives at every run. */
  | { readonly kind: "knob"; readonly name: string }
  /** A number that is part of the program. */
  | { readonly kind: "literal"; readonly value: number }
  /** The index along an axis. */
  | { readonly kind: "iota"; readonly axis: number }
  | { readonly kind: "elementwise"; readonly name: ElementwiseName }
  | { readonly kind: "convert" }
  /** The input itself under another identity; `constant`: gradients stop here. */
  | { readonly kind: "alias"; readonly constant: boolean }
  | { readonly kind: "reshape" }
  | { readonly kind: "permute"; readonly order: readonly number[] }
  /** Repeats axes of extent 1. */
  | { readonly kind: "expand" }
  /** start + step·index along each axis; steps may be negative. */
  | { readonly kind: "slice"; readonly starts: readonly number[]; readonly steps: readonly number[] }
  | { readonly kind: "pad"; readonly before: readonly number[]; readonly value: number }
  /**
   * Axes `first` to `first + n` as windows: [..., positions (n axes), taps (n axes), ...], where tap k of position o
   * is the element o·stride + k·dilation.
   */
  | {
      readonly kind: "windows";
      readonly first: number;
      readonly strides: readonly number[];
      readonly dilations: readonly number[];
    }
  /** Over a run of neighbouring axes, which vanish. */
  | { readonly kind: "reduce"; readonly name: ReduceName; readonly axes: readonly number[] }
  | { readonly kind: "cumsum"; readonly axis: number }
  /** [...batch, m, k] × [...batch, k, n]; batches are equal or expanded. */
  | { readonly kind: "matmul" }
  /** Inputs side by side along an axis at `starts`; gaps are zero. */
  | { readonly kind: "assemble"; readonly axis: number; readonly starts: readonly number[] }
  /** Inputs: data, indices (int32, one axis). Rows of data along `axis` by index, clamped. */
  | { readonly kind: "gather"; readonly axis: number }
  /** Inputs: source, indices. Adds rows of source along `axis` into zeros of extent `extent`. */
  | { readonly kind: "scatterAdd"; readonly axis: number; readonly extent: number }
  /** A device routine on one matrix; its results one after the other in a row. */
  | { readonly kind: "call"; readonly routine: Routine }
  /** Repeats a body. Inputs: first carries, arrays to slice, constants. It has no array itself: results are nodes over it. */
  | { readonly kind: "loop"; readonly body: Body; readonly steps: number; readonly reverse: boolean }
  /** A loop's carry after its last step. */
  | { readonly kind: "final"; readonly carry: number }
  /** A loop's carry before each step, at the place of the step's slices. */
  | { readonly kind: "history"; readonly carry: number }
  /** What each step of a loop made, at the place of its slices. */
  | { readonly kind: "stacked"; readonly output: number }
  /** What the last input computes of the others, with a gradient rule of its own. */
  | { readonly kind: "composed"; readonly rule: Composition };

/** Operations made of others whose gradients have simpler rules than the gradients of their parts. */
export type Composition =
  | ({ readonly name: "convolution"; readonly side: ConvolutionSide } & Convolution)
  /** Sum, or maximum, over the taps of windows along `axes` spatial axes. */
  | { readonly name: "windowSum" | "windowMax"; readonly axes: number };

/** Which of the three arrays that a convolution joins is computed of the other two. */
export type ConvolutionSide = "output" | "input" | "filters";

export interface Convolution {
  /** One a spatial axis. */
  readonly axes: readonly ConvolutionAxis[];
  /** Channels are cut into this many parts that do not meet. */
  readonly groups: number;
}

export interface ConvolutionAxis {
  readonly stride: number;
  readonly dilation: number;
  /** Zeros before the first element; what the extents leave lies after the last. */
  readonly before: number;
}

/** What a loop repeats: a graph that reads nothing but its own inputs. */
export interface Body {
  /** Input nodes that stand for carries, a step's slices, and constants, in this order. */
  readonly inputs: readonly Node[];
  readonly carries: number;
  readonly slices: number;
  /** The next carries, then the outputs of a step. */
  readonly results: readonly Node[];
}

export type ReduceName = "sum" | "max" | "min";

export type ElementwiseName = UnaryName | BinaryName | "select" | "threefry";

export type UnaryName =
  | "neg"
  | "abs"
  | "sqrt"
  | "floor"
  | "round"
  | "trunc"
  | "not"
  | "relu"
  | "sigmoid"
  | "exp"
  | "log"
  | "expm1"
  | "log1p"
  | "sin"
  | "cos"
  | "tanh"
  | "erf";

export type BinaryName =
  | "add"
  | "sub"
  | "mul"
  | "div"
  | "min"
  | "max"
  | "pow"
  | "and"
  | "or"
  | "xor"
  | "shl"
  | "shr"
  | "lt"
  | "le"
  | "eq"
  | "ne";

/** Values of a leaf: on the host, on a device, or both. */
export interface Storage {
  readonly dtype: DType;
  readonly length: number;
  host?: TypedArray;
  arena?: Arena;
}

let created = 0;

export const node = (operation: Operation, inputs: readonly Node[], shape: Shape, dtype: DType): Node => ({
  id: ++created,
  operation,
  inputs,
  shape,
  dtype,
});

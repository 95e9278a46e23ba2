import type { DType, TypedArray } from "../kernels/dtype.ts";
import type { Kernel } from "../kernels/kernel.ts";

/**
 * The contract between compiler and devices. A plan is a list of instructions over slots; a device
 * turns it into an executable once and runs it many times. Runs and reads are promises; users
 * always get copies, never views of device memory.
 */
export interface Device {
  readonly name: string;
  readonly capabilities: Capabilities;
  /**
   * A zero-filled array. Nobody frees it: the device holds it weakly, reclaims it once nothing else
   * refers to it, and may move it to host memory between runs when its own is full.
   */
  allocate(dtype: DType, length: number): Arena;
  /** Copies `values` into `arena` from element `offset` on. */
  upload(arena: Arena, values: TypedArray, offset?: number): void;
  /** A copy of `length` elements from `offset`, in the arena's own dtype. */
  download(arena: Arena, offset?: number, length?: number): Promise<TypedArray>;
  compile(plan: Plan): Promise<Executable>;
  /** Executes once. `bound[i]` backs the slots `{ kind: "bound", index: i }`; `knobs` are this run's numbers. */
  run(executable: Executable, bound: readonly Arena[], knobs: Float64Array): Promise<void>;
}

export interface Capabilities {
  readonly threads: number;
  readonly sharedMemory: boolean;
  /** float32 products use fused multiply-add; element-wise kernels never do. */
  readonly relaxedFma: boolean;
  /** Bytes a plan may take in all. */
  readonly budgetBytes: number;
  /** The system's library that computes products of some shapes, where there is one. */
  readonly blas?: BlasFacts;
}

/** What a result depends on besides the plan, where a system's BLAS takes part. */
export interface BlasFacts {
  readonly name: string;
  /** What the library says of itself: its version, and the processor it computes for. */
  readonly about: string;
  readonly path: string;
  /** Which shapes it computes, by the name of the rule that says so. */
  readonly rule: string;
}

/** An array on a device. Devices add their own private fields. */
export interface Arena {
  readonly device: string;
  readonly dtype: DType;
  readonly length: number;
}

/** A compiled plan; devices add their own private fields. It owns its scratch memory. */
export interface Executable {
  readonly device: string;
  readonly plan: Plan;
}

export interface Plan {
  readonly slots: readonly Slot[];
  readonly instructions: readonly Instruction[];
  /** Bytes of scratch memory that `byteOffset`s point into. */
  readonly scratchBytes: number;
  /** How many arenas a run binds. */
  readonly bound: number;
  /** How many knobs a run passes. */
  readonly knobs: number;
}

/** An array of a plan, `length` elements of `dtype`. */
export interface Slot {
  readonly dtype: DType;
  readonly length: number;
  readonly place: /** The caller's arena. */
    | { readonly kind: "bound"; readonly index: number }
    /** Temporary: undefined before its first write, may overlap others whose lives do not. */
    | { readonly kind: "scratch"; readonly byteOffset: number }
    /** Private to the executable, zero before the first run, kept between runs. */
    | { readonly kind: "kept" }
    /** A range of another slot of the same dtype, from element `offset`. */
    | { readonly kind: "part"; readonly of: number; readonly offset: number };
}

export type Instruction =
  | KernelInstruction
  | MatmulInstruction
  | ScatterAddInstruction
  | CallInstruction
  | LoopInstruction;

/** How a kernel sees a slot: element = offset + Σ strides[d]·index[d] + gatherStride·at. */
export interface View {
  readonly slot: number;
  readonly offset: number;
  /** One a dimension of the kernel, parallel ones first; in elements. */
  readonly strides: readonly number[];
  readonly gatherStride?: number;
}

/** A number passed to a kernel: fixed when the plan is made, or read from the run's knobs. */
export type Argument =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "knob"; readonly index: number };

export interface KernelInstruction {
  readonly kind: "kernel";
  readonly kernel: Kernel;
  /** Extents of all dimensions, parallel ones first. */
  readonly extents: readonly number[];
  readonly inputs: readonly View[];
  readonly outputs: readonly View[];
  readonly arguments: readonly Argument[];
}

/** A batch of matrices in a slot; entry (row, column) of batch index b is offset + Σ batch·b + row·i + column·j. */
export interface MatrixView {
  readonly slot: number;
  readonly offset: number;
  readonly batch: readonly number[];
  readonly row: number;
  readonly column: number;
}

/** One of the axes in memory that make up an axis of a matrix. */
export interface Fold {
  readonly extent: number;
  readonly stride: number;
}

/** Matrices whose rows or columns may be several axes in memory, outermost first, which `row` and `column` then leave out. */
export interface FoldedMatrixView extends MatrixView {
  readonly folds?: { readonly rows: readonly Fold[]; readonly columns: readonly Fold[] };
}

/**
 * c[b, i, j] = Σₖ a[b, i, k]·b[b, k, j], summed over k in order; with `accumulate`, on top of what c
 * holds. All three are float32 or all float64. `epilogue` is an element-wise kernel over dimensions
 * [...batch, m, n] (never merged), run on finished rows while they are in cache; it may read and overwrite c at the
 * identical index.
 */
export interface MatmulInstruction {
  readonly kind: "matmul";
  readonly dtype: "float32" | "float64";
  readonly batch: readonly number[];
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly a: FoldedMatrixView;
  readonly b: MatrixView;
  readonly c: MatrixView;
  readonly accumulate: boolean;
  readonly epilogue?: KernelInstruction;
}

/**
 * target[outer, indices[i], inner] += source[outer, i, inner], i in order; all arrays contiguous,
 * target zeroed first. Indices are clamped to [0, extent).
 */
export interface ScatterAddInstruction {
  readonly kind: "scatterAdd";
  readonly dtype: DType;
  readonly outer: number;
  readonly extent: number;
  readonly count: number;
  readonly inner: number;
  readonly indices: number; // slot of int32
  readonly source: number;
  readonly target: number;
}

/** Routines that a device offers on one dense matrix. */
export type Routine =
  /** Of a symmetric [n, n], whose lower triangle is read: n eigenvalues, ascending, then [n, n] eigenvectors in columns. */
  | "eigh"
  /** Of [m, n]: q [m, k] with orthonormal columns, then upper triangular r [k, n], k the smaller of m and n. */
  | "qr";

/** Runs a routine, in float64 whatever the dtype; both arrays contiguous and apart. */
export interface CallInstruction {
  readonly kind: "call";
  readonly routine: Routine;
  readonly dtype: "float32" | "float64";
  readonly rows: number;
  readonly columns: number;
  readonly source: number;
  readonly target: number;
}

/** Where an array of a loop's step lies in step t: in a slot, from element offset + stride·((t + shift) mod period). */
export interface Moving {
  readonly slot: number;
  readonly offset: number;
  readonly stride: number;
  readonly shift: number;
  readonly period: number;
}

/** Runs a plan once a step, on ranges of slots that move; the plan takes no knobs. */
export interface LoopInstruction {
  readonly kind: "loop";
  readonly steps: number;
  readonly step: Plan;
  /** One for each array that `step` binds. */
  readonly bound: readonly Moving[];
  /** Elements copied before the first step: what carries begin with. */
  readonly starts: readonly {
    readonly source: number;
    readonly offset: number;
    readonly target: number;
    readonly targetOffset: number;
    readonly length: number;
  }[];
}

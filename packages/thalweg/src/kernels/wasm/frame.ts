import type { DType } from "../dtype.ts";
import { itemBytes } from "../dtype.ts";
import type { Access, Kernel } from "../kernel.ts";
import type { Code } from "./code.ts";
import { type Known, knownOf } from "./extremes.ts";
import type { Lanes } from "./lanes.ts";
import { type Layout, layoutOf } from "./layout.ts";
import { level, type Placement, placementsOf } from "./placement.ts";

/** A vector of which some lanes may not count: how many do, 1 to 4, and the mask of these. */
export interface Tail {
  readonly count: number;
  readonly mask: number;
}

/** An array seen by the kernel, and the locals that point into it. */
export interface Cursor {
  readonly dtype: DType;
  readonly address: number;
  readonly strides: readonly number[];
  readonly gatherStride: number;
  /** Stride along the lanes, when the code knows it. */
  readonly lane: Access["lane"];
  readonly rowOnly: boolean;
  /** Bytes between lanes, and between vectors, when `lane` is "any". */
  readonly laneStride: number;
  readonly vectorStride: number;
  /** Pointers of the item, of the vector (the item's when lanes share one value), and of each reduced loop. */
  readonly item: number;
  readonly vector: number;
  readonly loops: readonly number[];
}

/** One of the vectors that a loop takes side by side: `shift` vectors after the first. */
export interface Column {
  readonly shift: number;
  /** Values known at this vector. */
  readonly scope: Map<number, Lanes>;
  /** Results of reductions whose phase is over, and sums up to the current index. */
  readonly reduced: Map<number, Lanes>;
  readonly running: Map<number, Lanes>;
}

export const newColumn = (shift: number): Column => ({
  shift,
  scope: new Map(),
  reduced: new Map(),
  running: new Map(),
});

/** What code of one kernel is written with. */
export interface Frame {
  readonly code: Code;
  readonly kernel: Kernel;
  readonly layout: Layout;
  readonly placements: readonly Placement[];
  readonly known: readonly Known[];
  readonly inputs: readonly Cursor[];
  readonly outputs: readonly Cursor[];
  /** i32 locals a dimension. */
  readonly extents: readonly number[];
  readonly indices: readonly number[];
  /** The lanes' numbers 0, 1, 2, 3. */
  readonly iota: number;
  /** An i32 local: whether all outputs that are written by vectors hold their lanes side by side. */
  readonly contiguous: number;
  /** Values known in the loops being written, innermost last. */
  readonly scopes: Map<number, Lanes>[];
  /** The vector being written, of those side by side. */
  column: Column;
  /** Set in the loop for the general case; outside of it, vectors are whole and `contiguous`. */
  tail: Tail | undefined;
}

/** The function's parameters. */
export const parameter = { launch: 0, begin: 1, end: 2, scratch: 3 } as const;

const loaded = (code: Code, offset: number): number => {
  const local = code.local("i32");
  code.get(parameter.launch).memory("i32.load", offset).set(local);
  return local;
};

const cursorFrom = (code: Code, kernel: Kernel, at: number, dtype: DType, access: Access | undefined): Cursor => {
  const dims = kernel.parallel + kernel.reduced;
  const lane = access?.lane ?? "any";
  const address = loaded(code, at);
  const strides = Array.from({ length: dims }, (_, dim) => loaded(code, at + 4 * (dim + 1)));
  const laneStride = strides[kernel.vector === "reduced" ? dims - 1 : kernel.parallel - 1];
  const vectorStride = code.local("i32");
  code.get(laneStride).i32(2).op("i32.shl").set(vectorStride);
  const item = code.local("i32");
  const vector = lane === 0 || kernel.vector === "reduced" ? item : code.local("i32");
  return {
    dtype,
    address,
    strides,
    gatherStride: access ? loaded(code, at + 4 * (dims + 1)) : 0,
    lane,
    rowOnly: access?.rowOnly ?? false,
    laneStride,
    vectorStride,
    item,
    vector,
    loops: Array.from({ length: kernel.reduced }, () => code.local("i32")),
  };
};

/** Pushes whether all outputs written by vectors are contiguous in this launch. */
const pushContiguous = (code: Code, { vector, phases }: Kernel, outputs: readonly Cursor[]): Code => {
  const stores = phases.flatMap((phase) => phase.stores);
  const written = stores.filter(({ level: where }) => vector === "parallel" || where === "element");
  code.i32(1);
  for (const output of new Set(written.map((store) => outputs[store.output]))) {
    code.get(output.laneStride).i32(itemBytes[output.dtype]).op("i32.eq").op("i32.and");
  }
  return code;
};

/** Opens a kernel's function: reads the launch block into locals. */
export const openFrame = (code: Code, kernel: Kernel): Frame => {
  const layout = layoutOf(kernel);
  const extents = Array.from({ length: layout.dims }, (_, dim) => loaded(code, 4 * dim));
  const inputs = kernel.accesses.map((access, index) =>
    cursorFrom(code, kernel, layout.inputs[index], access.dtype, access),
  );
  const outputs = kernel.outputs.map((dtype, index) =>
    cursorFrom(code, kernel, layout.outputs[index], dtype, undefined),
  );
  const iota = code.local("v128");
  code.v128(Int32Array.of(0, 1, 2, 3)).set(iota);
  const contiguous = code.local("i32");
  pushContiguous(code, kernel, outputs).set(contiguous);
  return {
    code,
    kernel,
    layout,
    placements: placementsOf(kernel),
    known: knownOf(kernel),
    inputs,
    outputs,
    extents,
    indices: extents.map(() => code.local("i32")),
    iota,
    contiguous,
    scopes: [new Map()],
    column: newColumn(0),
    tail: undefined,
  };
};

const unshiftedPointer = (cursor: Cursor, where: number): number => {
  const innermost = cursor.loops.at(-1);
  if (where === level.inner && innermost !== undefined && !cursor.rowOnly) return innermost;
  return where === level.item ? cursor.item : cursor.vector;
};

/** An address: an i32 local and a constant to add to it. */
export interface Place {
  readonly pointer: number;
  readonly offset: number;
}

/** Bytes between vectors of a cursor where the code knows them: its lanes are neighbours. */
const knownStep = ({ tail, outputs }: Frame, cursor: Cursor): number | undefined =>
  cursor.lane === 1 || (!tail && outputs.includes(cursor)) ? 4 * itemBytes[cursor.dtype] : undefined;

/** Where a cursor's current element lies in the loop and the column being written. */
export const placeAt = (frame: Frame, cursor: Cursor, where: number): Place => {
  const { code, column } = frame;
  const pointer = unshiftedPointer(cursor, where);
  if (column.shift === 0 || cursor.lane === 0 || pointer === cursor.item) return { pointer, offset: 0 };
  const step = knownStep(frame, cursor);
  if (step !== undefined) return { pointer, offset: step * column.shift };
  const shifted = code.local("i32");
  code.get(pointer).get(cursor.vectorStride).i32(column.shift).op("i32.mul").op("i32.add").set(shifted);
  return { pointer: shifted, offset: 0 };
};

/** Moves a pointer on by `vectors` vectors. */
export const nextVectors = (frame: Frame, cursor: Cursor, pointer: number, vectors: number): void => {
  const { code } = frame;
  if (cursor.lane === 0) return;
  const step = knownStep(frame, cursor);
  if (step !== undefined) code.increment(pointer, step * vectors);
  else for (let vector = 0; vector < vectors; vector += 1) code.advance(pointer, cursor.vectorStride);
};

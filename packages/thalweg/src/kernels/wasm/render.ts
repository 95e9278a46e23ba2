import type { Kernel } from "../kernel.ts";
import { Code } from "./code.ts";
import { columnVectors } from "./column-accumulators.ts";
import { encodeModule } from "./encoder.ts";
import { type Cursor, type Frame, nextVector, openFrame, parameter } from "./frame.ts";
import { blockOf, withLaneDim } from "./layout.ts";
import { vectorLoop, writePhases } from "./loops.ts";
import { level } from "./placement.ts";
import { hoist, scoped } from "./values.ts";

/**
 * A kernel as a WebAssembly module that exports `run(launch, begin, end, scratch)`: work items from begin to
 * end, with the launch block (layout.ts) at address `launch` and
 * `kernelScratchBytes` of working memory at `scratch`, the thread's own. An item is a row when lanes run along
 * reduced dimensions, else a block of the last parallel dimension.
 */

/** Splits `item` into indices of `dims`, the last fastest. */
const writeIndices = (frame: Frame, item: number, dims: readonly number[]): void => {
  const { code, extents, indices } = frame;
  const rest = code.local("i32");
  code.get(item).set(rest);
  for (const dim of dims.toReversed()) {
    if (dim === dims[0]) code.get(rest).set(indices[dim]);
    else {
      code.get(rest).get(extents[dim]).op("i32.rem_u").set(indices[dim]);
      code.get(rest).get(extents[dim]).op("i32.div_u").set(rest);
    }
  }
};

/** Points every cursor at the current index of the first `dims` dimensions. */
const pointCursors = (frame: Frame, cursors: readonly Cursor[], dims: number): void => {
  const { code, indices } = frame;
  for (const cursor of cursors) {
    code.get(cursor.address);
    for (let dim = 0; dim < dims; dim += 1) {
      code.get(cursor.strides[dim]).get(indices[dim]).op("i32.mul").op("i32.add");
    }
    code.set(cursor.item);
  }
};

const everyRoot = (kernel: Kernel): readonly number[] => [
  ...kernel.reductions.map(({ value }) => value),
  ...kernel.phases.flatMap(({ stores }) => stores.map(({ value }) => value)),
];

const writeRow = (frame: Frame, item: number, cursors: readonly Cursor[]): void => {
  const { kernel } = frame;
  const dims = Array.from({ length: kernel.parallel }, (_, dim) => dim);
  writeIndices(frame, item, dims);
  pointCursors(frame, cursors, kernel.parallel);
  writePhases(frame, level.item);
};

/** Kernels with more values than this take one vector of columns at a time, since code grows with both. */
const sideBySideLimit = 100;

const writeBlock = (frame: Frame, item: number, cursors: readonly Cursor[]): void => {
  const { code, kernel, extents, indices } = frame;
  const lanes = kernel.parallel - 1;
  const block = blockOf(kernel);
  const blocks = code.local("i32");
  const row = code.local("i32");
  const end = code.local("i32");
  code
    .get(extents[lanes])
    .i32(block - 1)
    .op("i32.add")
    .i32(block)
    .op("i32.div_u")
    .set(blocks);
  code.get(item).get(blocks).op("i32.div_u").set(row);
  code.get(item).get(blocks).op("i32.rem_u").i32(block).op("i32.mul").tee(indices[lanes]);
  code.i32(block).op("i32.add").tee(end).get(extents[lanes]).get(end).get(extents[lanes]).op("i32.lt_s");
  code.op("select").set(end);
  writeIndices(
    frame,
    row,
    Array.from({ length: lanes }, (_, dim) => dim),
  );
  pointCursors(frame, cursors, kernel.parallel);
  const moving = cursors.filter((cursor) => cursor.vector !== cursor.item);
  for (const cursor of moving) code.get(cursor.item).set(cursor.vector);
  hoist(frame, everyRoot(kernel), level.item);
  const whole = block / (4 * columnVectors) === 1 && kernel.values.length <= sideBySideLimit;
  if (kernel.reduced > 0 && whole) {
    // a whole block at once; what remains in the loop below is nothing
    code
      .get(end)
      .get(indices[lanes])
      .op("i32.sub")
      .i32(block)
      .op("i32.eq")
      .if(() => {
        scoped(frame, () => writePhases(frame, level.vector, columnVectors));
        code.get(end).set(indices[lanes]);
      });
  }
  vectorLoop(
    frame,
    indices[lanes],
    end,
    () => writePhases(frame, level.vector),
    () => {
      for (const cursor of moving) nextVector(code, cursor, cursor.vector);
    },
  );
};

/** The bytes of `kernel`'s module. */
export const renderKernel = (kernel: Kernel, shared: boolean): Uint8Array<ArrayBuffer> => {
  const code = new Code(4);
  const frame = openFrame(code, withLaneDim(kernel));
  const cursors = [...frame.inputs, ...frame.outputs];
  const item = code.local("i32");
  hoist(frame, everyRoot(frame.kernel), level.launch);
  code.get(parameter.begin).set(item);
  code.countTo(item, parameter.end, 1, () =>
    scoped(frame, () => (kernel.vector === "reduced" ? writeRow : writeBlock)(frame, item, cursors)),
  );
  return encodeModule([{ name: "run", code }], shared);
};

import type { Kernel } from "../kernel.ts";
import { Code } from "./code.ts";
import { columnVectors } from "./column-accumulators.ts";
import { encodeModule } from "./encoder.ts";
import { type Cursor, type Frame, nextVectors, openFrame, parameter } from "./frame.ts";
import { blockOf, withLaneDim } from "./layout.ts";
import { vectorLoop, vectorsAtOnce, writePhases } from "./loops.ts";
import { level } from "./placement.ts";
import { hoist, scoped } from "./values.ts";

/**
 * A kernel as a WebAssembly module that exports `run(launch, begin, end, scratch)`: work items from begin to
 * end, with the launch block (layout.ts) at address `launch` and
 * `kernelScratchBytes` of working memory at `scratch`, the thread's own. An item is a row when lanes run along
 * reduced dimensions, else a block of the last parallel dimension.
 */

/** One of the numbers that an item's number is made of, the last one fastest: an index that goes up by `step`. */
interface Digit {
  readonly dim: number;
  readonly index: number;
  readonly step: number;
}

/** Sets the digits to those of `item`, given how many values each but the first takes. */
const writeDigits = (frame: Frame, item: number, digits: readonly Digit[], counts: readonly number[]): void => {
  const { code } = frame;
  const rest = code.local("i32");
  code.get(item).set(rest);
  digits.toReversed().forEach(({ index, step }, position) => {
    const count = counts[digits.length - 1 - position];
    code.get(rest);
    if (position < digits.length - 1) code.get(count).op("i32.rem_u");
    if (step > 1) code.i32(step).op("i32.mul");
    code.set(index);
    if (position < digits.length - 1) code.get(rest).get(count).op("i32.div_u").set(rest);
  });
};

/** Points every cursor at the item that the digits tell. */
const pointCursors = ({ code }: Frame, cursors: readonly Cursor[], digits: readonly Digit[]): void => {
  for (const cursor of cursors) {
    code.get(cursor.address);
    for (const { dim, index } of digits) code.get(cursor.strides[dim]).get(index).op("i32.mul").op("i32.add");
    code.set(cursor.item);
  }
};

/** Moves digits and cursors on to the next item, without the divisions that the first one takes. */
const nextItem = (frame: Frame, cursors: readonly Cursor[], digits: readonly Digit[]): void => {
  const { code, extents } = frame;
  const last = digits.at(-1);
  if (!last) return;
  const { dim, index, step } = last;
  code
    .increment(index, step)
    .get(index)
    .get(extents[dim])
    .op("i32.lt_s")
    .if(
      () => {
        for (const { item, strides } of cursors) {
          if (step === 1) code.advance(item, strides[dim]);
          else code.get(item).get(strides[dim]).i32(step).op("i32.mul").op("i32.add").set(item);
        }
      },
      () => {
        code.increment(index, -step).get(index);
        code.if(() => {
          for (const { item, strides } of cursors) {
            code.get(item).get(strides[dim]).get(index).op("i32.mul").op("i32.sub").set(item);
          }
          code.i32(0).set(index);
        });
        nextItem(frame, cursors, digits.slice(0, -1));
      },
    );
};

const everyRoot = (kernel: Kernel): readonly number[] => [
  ...kernel.reductions.map(({ value }) => value),
  ...kernel.phases.flatMap(({ stores }) => stores.map(({ value }) => value)),
];

/** Kernels with more values than this take one vector of columns at a time, since code grows with both. */
const sideBySideLimit = 200;

const writeBlock = (frame: Frame, start: number, cursors: readonly Cursor[]): void => {
  const { code, kernel, extents, indices } = frame;
  const lanes = kernel.parallel - 1;
  const block = blockOf(kernel);
  const end = code.local("i32");
  code.get(start).tee(indices[lanes]).i32(block).op("i32.add").tee(end).get(extents[lanes]);
  code.get(end).get(extents[lanes]).op("i32.lt_s").op("select").set(end);
  const moving = cursors.filter((cursor) => cursor.vector !== cursor.item);
  for (const cursor of moving) code.get(cursor.item).set(cursor.vector);
  hoist(frame, everyRoot(kernel), level.item);
  const sideBySide = kernel.reduced > 0 && block === 4 * columnVectors && kernel.values.length <= sideBySideLimit;
  if (sideBySide) {
    // a whole block at once; what remains in the loop below is nothing
    code.get(end).get(indices[lanes]).op("i32.sub").i32(block).op("i32.eq").get(frame.contiguous).op("i32.and");
    code.if(() => {
      scoped(frame, () => writePhases(frame, level.vector, columnVectors));
      code.get(end).set(indices[lanes]);
    });
  }
  vectorLoop(
    frame,
    indices[lanes],
    end,
    kernel.reduced > 0 ? 1 : vectorsAtOnce(kernel),
    (shift) => writePhases(frame, level.vector, 1, shift),
    (vectors) => {
      for (const cursor of moving) nextVectors(frame, cursor, cursor.vector, vectors);
    },
  );
};

/** The digits of a kernel's items, and how many values each takes. */
const digitsOf = (frame: Frame): { readonly digits: readonly Digit[]; readonly counts: readonly number[] } => {
  const { code, kernel, extents, indices } = frame;
  const rows = Array.from({ length: kernel.parallel }, (_, dim) => ({ dim, index: indices[dim], step: 1 }));
  const last = rows.pop();
  if (!last) return { digits: [], counts: [] };
  if (kernel.vector === "reduced") return { digits: [...rows, last], counts: extents };
  const block = blockOf(kernel);
  const blocks = code.local("i32");
  code
    .get(extents[last.dim])
    .i32(block - 1)
    .op("i32.add")
    .i32(block)
    .op("i32.div_u")
    .set(blocks);
  return {
    digits: [...rows, { dim: last.dim, index: code.local("i32"), step: block }],
    counts: [...extents.slice(0, last.dim), blocks],
  };
};

/** The bytes of `kernel`'s module. */
export const renderKernel = (kernel: Kernel, shared: boolean): Uint8Array<ArrayBuffer> => {
  const code = new Code(4);
  const frame = openFrame(code, withLaneDim(kernel));
  const cursors = [...frame.inputs, ...frame.outputs];
  const item = code.local("i32");
  hoist(frame, everyRoot(frame.kernel), level.launch);
  code.get(parameter.begin).get(parameter.end).op("i32.lt_s");
  code.if(() => {
    const { digits, counts } = digitsOf(frame);
    code.get(parameter.begin).set(item);
    writeDigits(frame, item, digits, counts);
    pointCursors(frame, cursors, digits);
    const start = digits.at(-1)?.index;
    code.countTo(item, parameter.end, 1, () => {
      scoped(frame, () => {
        if (kernel.vector === "reduced" || start === undefined) writePhases(frame, level.item);
        else writeBlock(frame, start, cursors);
      });
      nextItem(frame, cursors, digits);
    });
  });
  return encodeModule([{ name: "run", code }], shared);
};

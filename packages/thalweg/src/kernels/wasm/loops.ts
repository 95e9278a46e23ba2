import type { Kernel, Phase, Store } from "../kernel.ts";
import type { Accumulators } from "./accumulators.ts";
import { columnAccumulators, sequentialAccumulators } from "./column-accumulators.ts";
import { type Column, type Cursor, type Frame, newColumn, nextVectors } from "./frame.ts";
import { type Level, level, neededBy } from "./placement.ts";
import { rowAccumulators } from "./row-accumulators.ts";
import { storeLanesOf } from "./stores.ts";
import { hoist, inColumn, scoped, valueAt } from "./values.ts";

/** The loops over reduced dimensions, and what surrounds them in a phase. */

const maskOfFirst = (frame: Frame, count: number): number => {
  const { code } = frame;
  const mask = code.local("v128");
  code.get(frame.iota).get(count).op("i32x4.splat").op("i32x4.lt_s").set(mask);
  return mask;
};

/** Kernels with more values than this take one vector at a time, since code grows with both. */
const pairLimit = 64;

/** Vectors that the loops of element-wise kernels and those along rows take side by side. */
export const vectorsAtOnce = ({ values }: Kernel): 1 | 2 => (values.length > pairLimit ? 1 : 2);

/**
 * `for (; index < end; index += 4)`, in whole vectors, `atOnce` side by side, as long as outputs are contiguous, then in
 * vectors of which any may be partial, with `frame.tail` set. `step` moves pointers on.
 */
export const vectorLoop = (
  frame: Frame,
  index: number,
  end: number,
  atOnce: number,
  body: (shift: number) => void,
  step: (vectors: number) => void,
): void => {
  const { code } = frame;
  const whole = code.local("i32");
  const count = code.local("i32");
  code
    .get(end)
    .get(end)
    .get(index)
    .op("i32.sub")
    .i32(4 * atOnce - 1)
    .op("i32.and")
    .op("i32.sub");
  code.get(index).get(frame.contiguous).op("select").set(whole);
  code.countTo(index, whole, 4 * atOnce, () => {
    for (let shift = 0; shift < atOnce; shift += 1) scoped(frame, () => body(shift));
    step(atOnce);
  });
  code.countTo(index, end, 4, () => {
    code.get(end).get(index).op("i32.sub").tee(count).i32(4).get(count).i32(4).op("i32.lt_s").op("select").set(count);
    frame.tail = { count, mask: maskOfFirst(frame, count) };
    scoped(frame, () => body(0));
    step(1);
    frame.tail = undefined;
  });
};

const elementStores = (phase: Phase) => phase.stores.filter((store) => store.level === "element");

/** Arrays whose pointers move along reduced dimensions in `phase`. */
const movingCursors = (frame: Frame, phase: Phase, roots: readonly number[]): readonly Cursor[] => {
  const { kernel, inputs, outputs } = frame;
  const read = neededBy(kernel, roots).flatMap((position) => {
    const value = kernel.values[position];
    return value.op === "load" && !inputs[value.access].rowOnly ? [inputs[value.access]] : [];
  });
  const written = elementStores(phase).map((store) => outputs[store.output]);
  return [...new Set([...read, ...written])];
};

/** Every value is computed before the first store, since outputs may be inputs, too. */
const storeAll = (frame: Frame, stores: readonly Store[], where: Level): void => {
  const values = stores.map(({ value }) => valueAt(frame, value, where));
  stores.forEach((store, index) => {
    storeLanesOf(frame, store, values[index], where);
  });
};

/** A phase being written: what its loops need to know. */
interface Nest {
  readonly phase: Phase;
  readonly columns: readonly Column[];
  readonly roots: readonly number[];
  readonly cursors: readonly Cursor[];
  readonly accumulators: Accumulators;
}

/** `shift`: vectors along the row since the loop's index. */
const innerBody = (frame: Frame, { phase, columns, roots, accumulators }: Nest, shift = 0): void => {
  const { kernel, placements } = frame;
  const shared = columns.length > 1 ? neededBy(kernel, roots).filter((position) => placements[position].uniform) : [];
  for (const position of shared) valueAt(frame, position, level.inner);
  for (const column of columns) {
    inColumn(frame, { ...column, shift: column.shift + shift }, () =>
      scoped(frame, () => {
        for (const position of phase.reductions) {
          accumulators.add(position, valueAt(frame, kernel.reductions[position].value, level.inner));
        }
        storeAll(frame, elementStores(phase), level.inner);
      }),
    );
  }
  accumulators.next();
};

const reducedLoops = (frame: Frame, nest: Nest, depth: number): void => {
  const { code, kernel } = frame;
  const { cursors, accumulators } = nest;
  const dim = kernel.parallel + depth;
  const index = frame.indices[dim];
  const innermost = depth === kernel.reduced - 1;
  for (const cursor of cursors) {
    code.get(depth === 0 ? cursor.vector : cursor.loops[depth - 1]).set(cursor.loops[depth]);
  }
  code.i32(0).set(index);
  if (innermost && kernel.vector === "reduced") {
    vectorLoop(
      frame,
      index,
      frame.extents[dim],
      vectorsAtOnce(kernel),
      (shift) => innerBody(frame, nest, shift),
      (vectors) => {
        for (const cursor of cursors) nextVectors(frame, cursor, cursor.loops[depth], vectors);
      },
    );
  } else {
    code.countTo(index, frame.extents[dim], 1, () => {
      if (innermost) scoped(frame, () => innerBody(frame, nest));
      else reducedLoops(frame, nest, depth + 1);
      for (const cursor of cursors) code.advance(cursor.loops[depth], cursor.strides[dim]);
    });
  }
  if (innermost) accumulators.align(index);
};

const accumulatorsOf = (frame: Frame, phase: Phase, columns: readonly Column[]): Accumulators => {
  const { kernel, indices } = frame;
  if (kernel.vector === "reduced") return rowAccumulators(frame, phase, columns[0], vectorsAtOnce(kernel));
  if (kernel.sequential) return sequentialAccumulators(frame, phase, columns);
  return columnAccumulators(frame, phase, columns, indices[indices.length - 1]);
};

/**
 * All phases at one row, or at `count` vectors of columns side by side, `shift` vectors after the loop's index: `where` is
 * the level around the reduced loops.
 */
export const writePhases = (frame: Frame, where: Level, count = 1, shift = 0): void => {
  const { kernel } = frame;
  const columns = Array.from({ length: count }, (_, index) => newColumn(shift + index));
  for (const phase of kernel.phases) {
    const inner = kernel.reduced > 0 ? elementStores(phase) : [];
    const outer = phase.stores.filter((store) => !inner.includes(store));
    if (inner.length > 0 || phase.reductions.length > 0) {
      const roots = [
        ...phase.reductions.map((position) => kernel.reductions[position].value),
        ...inner.map((store) => store.value),
      ];
      for (const column of columns) inColumn(frame, column, () => hoist(frame, roots, where));
      const accumulators = accumulatorsOf(frame, phase, columns);
      accumulators.open();
      const cursors = movingCursors(frame, phase, roots);
      reducedLoops(frame, { phase, columns, roots, cursors, accumulators }, 0);
      accumulators.close();
    }
    for (const column of columns) inColumn(frame, column, () => storeAll(frame, outer, where));
  }
};

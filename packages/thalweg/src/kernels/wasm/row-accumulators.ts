import { type Phase, type Reduction, reductionLanes } from "../kernel.ts";
import { type Accumulators, halvesOf, newLanes, pushFold, pushIdentity } from "./accumulators.ts";
import type { Code } from "./code.ts";
import type { Column, Frame } from "./frame.ts";
import { halfOf, type Lanes, pushMask } from "./lanes.ts";

/**
 * Along rows, two vectors hold the eight lanes of a reduction. A loop that takes two vectors at once adds to both. Others
 * have them change places after each step, so that the next four elements always go to the first.
 */
export const rowAccumulators = (frame: Frame, phase: Phase, column: Column, atOnce: 1 | 2): Accumulators => {
  const { code, kernel } = frame;
  const lanesOf = new Map(
    phase.reductions.map((position): [number, readonly [Lanes, Lanes]] => {
      const { type } = kernel.reductions[position];
      return [position, [newLanes(code, type), newLanes(code, type)]];
    }),
  );
  const all = [...lanesOf].map(([position, lanes]) => ({ position, reduction: kernel.reductions[position], lanes }));

  const exchange = (): void => {
    for (const { reduction, lanes } of all) {
      for (const half of halvesOf(reduction.type)) {
        const [first, second] = lanes.map((vector) => halfOf(vector, half));
        code.get(second).get(first).set(second).set(first);
      }
    }
  };

  return {
    open: () => {
      for (const { reduction, lanes } of all)
        for (const local of lanes.flat()) pushIdentity(code, reduction).set(local);
    },
    add: (position, value) => {
      const reduction = kernel.reductions[position];
      const own = lanesOf.get(position)?.[frame.column.shift];
      if (!own) return;
      for (const half of halvesOf(reduction.type)) {
        const local = halfOf(own, half);
        pushFold(code, reduction, local, halfOf(value, half));
        // lanes outside the tail stay as they are
        if (frame.tail) pushMask(code.get(local), frame.tail.mask, reduction.type, half).op("v128.bitselect");
        code.set(local);
      }
    },
    next: () => {
      if (atOnce === 1 || frame.tail) exchange();
    },
    align: (index) => {
      code
        .get(index)
        .i32(reductionLanes / 2)
        .op("i32.and")
        .if(exchange);
    },
    close: () => {
      for (const { position, reduction, lanes } of all) {
        column.reduced.set(position, foldLanes(code, reduction, lanes[0], lanes[1]));
      }
    },
  };
};

/** Folds two vectors of lanes, l+4, l+2, l+1, and spreads the result over all lanes of the first. */
const foldLanes = (code: Code, reduction: Reduction, lanes: Lanes, others: Lanes): Lanes => {
  const wide = reduction.type === "float64";
  const [low] = lanes;
  const other = code.local("v128");
  const foldShuffled = (a: number, b: number, c: number, d: number): void => {
    code.get(low).get(low).shuffle(a, b, c, d).set(other);
    pushFold(code, reduction, low, other).set(low);
  };
  for (const half of halvesOf(reduction.type)) {
    const into = halfOf(lanes, half);
    pushFold(code, reduction, into, halfOf(others, half)).set(into);
  }
  if (wide) pushFold(code, reduction, low, halfOf(lanes, 1)).set(low);
  else foldShuffled(2, 3, 2, 3);
  if (wide) foldShuffled(2, 3, 2, 3);
  else foldShuffled(1, 1, 1, 1);
  code.get(low).get(low);
  if (wide) code.shuffle(0, 1, 0, 1);
  else code.shuffle(0, 0, 0, 0);
  code.set(low);
  return wide ? [low, low] : [low];
};

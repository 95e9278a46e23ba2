import { type Kernel, type Phase, reductionLanes } from "../kernel.ts";
import { type Accumulators, halvesOf, newLanes, pushFold, pushIdentity } from "./accumulators.ts";
import { type Column, type Frame, parameter } from "./frame.ts";
import { halfOf, type Lanes } from "./lanes.ts";

/** Vectors of columns that reductions take side by side, so that a cache line of a row is read once. */
export const columnVectors = 4;

/** Bytes of working memory that `run` is passed. */
export const kernelScratchBytes = ({ vector, sequential, reductions }: Kernel): number =>
  vector === "parallel" && !sequential ? reductions.length * reductionLanes * columnVectors * 32 : 0;

/** Sums in index order, one local for each column: `running` is the sum so far. */
export const sequentialAccumulators = (frame: Frame, phase: Phase, columns: readonly Column[]): Accumulators => {
  const { code, kernel } = frame;
  const sums = columns.map(
    () => new Map(phase.reductions.map((position) => [position, newLanes(code, kernel.reductions[position].type)])),
  );
  return {
    open: () => {
      for (const [position, lanes] of sums.flatMap((sum) => [...sum])) {
        for (const local of lanes) pushIdentity(code, kernel.reductions[position]).set(local);
      }
    },
    add: (position, value) => {
      const lanes = sums[frame.column.shift].get(position);
      if (!lanes) return;
      lanes.forEach((local, half) => {
        pushFold(code, kernel.reductions[position], local, value[half] ?? value[0]).set(local);
      });
      frame.column.running.set(position, lanes);
    },
    next: () => {},
    align: () => {},
    close: () => {
      columns.forEach((column, index) => {
        for (const [position, lanes] of sums[index]) column.reduced.set(position, lanes);
      });
    },
  };
};

/**
 * Down columns, eight lanes of several vectors are too many for registers: they lie in the working
 * memory, those of one lane side by side.
 */
export const columnAccumulators = (
  frame: Frame,
  phase: Phase,
  columns: readonly Column[],
  index: number,
): Accumulators => {
  const { code, kernel } = frame;
  const offsets = new Map<number, number>();
  let laneBytes = 0;
  for (const position of phase.reductions) {
    offsets.set(position, laneBytes);
    laneBytes += columns.length * vectorBytes(kernel, position);
  }
  const pointer = code.local("i32");
  const offsetOf = (position: number, column: Column, half: number): number =>
    (offsets.get(position) ?? 0) + column.shift * vectorBytes(kernel, position) + 16 * half;
  const each = (visit: (position: number, column: Column) => void): void => {
    for (const position of phase.reductions) for (const column of columns) visit(position, column);
  };
  const point = (): void => {
    code
      .get(index)
      .i32(reductionLanes - 1)
      .op("i32.and")
      .i32(laneBytes)
      .op("i32.mul");
    code.get(parameter.scratch).op("i32.add").set(pointer);
  };
  const fold = (position: number, column: Column): Lanes => {
    const reduction = kernel.reductions[position];
    const lanes = Array.from({ length: reductionLanes }, () => newLanes(code, reduction.type));
    for (const half of halvesOf(reduction.type)) {
      const locals = lanes.map((vector) => halfOf(vector, half));
      locals.forEach((local, lane) => {
        code
          .get(parameter.scratch)
          .memory("v128.load", lane * laneBytes + offsetOf(position, column, half))
          .set(local);
      });
      for (let distance = reductionLanes >> 1; distance > 0; distance >>= 1) {
        for (let lane = 0; lane < distance; lane += 1) {
          pushFold(code, reduction, locals[lane], locals[lane + distance]).set(locals[lane]);
        }
      }
    }
    return lanes[0];
  };

  return {
    open: () => {
      each((position, column) => {
        const identity = code.local("v128");
        pushIdentity(code, kernel.reductions[position]).set(identity);
        for (const half of halvesOf(kernel.reductions[position].type)) {
          for (let lane = 0; lane < reductionLanes; lane += 1) {
            const offset = lane * laneBytes + offsetOf(position, column, half);
            code.get(parameter.scratch).get(identity).memory("v128.store", offset);
          }
        }
      });
    },
    add: (position, value) => {
      const reduction = kernel.reductions[position];
      if (frame.column.shift === 0 && position === phase.reductions[0]) point();
      for (const half of halvesOf(reduction.type)) {
        const offset = offsetOf(position, frame.column, half);
        const sum = code.local("v128");
        code.get(pointer).memory("v128.load", offset).set(sum);
        pushFold(code.get(pointer), reduction, sum, halfOf(value, half)).memory("v128.store", offset);
      }
    },
    next: () => {},
    align: () => {},
    close: () => each((position, column) => column.reduced.set(position, fold(position, column))),
  };
};

const vectorBytes = (kernel: Kernel, position: number): number =>
  kernel.reductions[position].type === "float64" ? 32 : 16;

import type { Kernel, Value } from "../kernel.ts";
import { operandsOf } from "../operands.ts";

/** Loops from outside in; a value is computed in the outermost one in which it does not vary. */
export const level = { launch: 0, item: 1, vector: 2, inner: 3 } as const;
export type Level = (typeof level)[keyof typeof level];

export interface Placement {
  readonly level: Level;
  /** All lanes are equal. */
  readonly uniform: boolean;
}

const indexPlacement = (kernel: Kernel, dim: number): Placement => {
  const last = kernel.parallel + (kernel.vector === "reduced" ? kernel.reduced : 0) - 1;
  if (dim >= kernel.parallel) return { level: level.inner, uniform: dim !== last };
  return dim === last ? { level: level.vector, uniform: false } : { level: level.item, uniform: true };
};

const accessPlacement = (kernel: Kernel, position: number): Placement => {
  const { lane, rowOnly } = kernel.accesses[position];
  if (kernel.vector === "reduced") {
    return rowOnly ? { level: level.item, uniform: true } : { level: level.inner, uniform: lane === 0 };
  }
  if (kernel.reduced > 0 && !rowOnly) return { level: level.inner, uniform: lane === 0 };
  return lane === 0 ? { level: level.item, uniform: true } : { level: level.vector, uniform: false };
};

const ownPlacement = (kernel: Kernel, value: Value): Placement => {
  switch (value.op) {
    case "index":
      return indexPlacement(kernel, value.dim);
    case "load":
      return accessPlacement(kernel, value.access);
    case "reduced":
      return kernel.vector === "reduced"
        ? { level: level.item, uniform: true }
        : { level: level.vector, uniform: false };
    case "running":
      return { level: level.inner, uniform: false };
    default:
      return { level: level.launch, uniform: true };
  }
};

const deeper = (a: Level, b: Level): Level => (a > b ? a : b);

/** Where each value of `kernel` belongs. */
export const placementsOf = (kernel: Kernel): readonly Placement[] => {
  const placements: Placement[] = [];
  for (const value of kernel.values) {
    const operands = operandsOf(value).map((operand) => placements[operand]);
    placements.push(
      operands.reduce(
        (own, operand) => ({ level: deeper(own.level, operand.level), uniform: own.uniform && operand.uniform }),
        ownPlacement(kernel, value),
      ),
    );
  }
  return placements;
};

/** The values that `roots` need, themselves among them, in dependency order. */
export const neededBy = (kernel: Kernel, roots: readonly number[]): readonly number[] => {
  const needed = new Set<number>();
  const visit = (position: number): void => {
    if (needed.has(position)) return;
    needed.add(position);
    operandsOf(kernel.values[position]).forEach(visit);
  };
  roots.forEach(visit);
  return [...needed].sort((a, b) => a - b);
};

import type { Launch } from "../js/index.ts";
import type { Kernel, Phase, Value } from "../kernel.ts";
import { reductionLanes } from "../kernel.ts";
import { type Rounding, Scalars } from "./scalars.ts";

/**
 * Runs a kernel by walking its expressions at every point: the definition in code, for comparing
 * renderers with. Slow.
 *
 * @example
 * interpret(kernel, { extents: [4], inputs: [x], outputs: [y], numbers: new Float64Array(0) }, "declared");
 */
export const interpret = (kernel: Kernel, launch: Launch, rounding: Rounding): void => {
  const scalars = new Scalars(rounding);
  for (const point of indices(launch.extents.slice(0, kernel.parallel))) {
    const results: number[] = [];
    for (const phase of kernel.phases) runPhase({ kernel, launch, scalars, results }, phase, point);
  }
};

/** What one parallel point is computed with; `results` are finished or running reductions. */
interface Row {
  readonly kernel: Kernel;
  readonly launch: Launch;
  readonly scalars: Scalars;
  readonly results: number[];
}

const runPhase = (row: Row, phase: Phase, point: readonly number[]): void => {
  const { kernel, launch, scalars, results } = row;
  const lanes = phase.reductions.map((r) => Array<number>(reductionLanes).fill(scalars.start(kernel.reductions[r])));
  for (const inner of indices(launch.extents.slice(kernel.parallel))) {
    const at = [...point, ...inner];
    const lane = kernel.sequential ? 0 : (inner.at(-1) ?? 0) % reductionLanes;
    phase.reductions.forEach((r, k) => {
      const value = evaluate(row, kernel.reductions[r].value, at);
      lanes[k][lane] = scalars.combine(kernel.reductions[r], lanes[k][lane], value);
      if (kernel.sequential) results[r] = lanes[k][0];
    });
    store(row, phase, "element", at);
  }
  phase.reductions.forEach((r, k) => {
    results[r] = kernel.sequential
      ? lanes[k][0]
      : fold(lanes[k], (a, b) => scalars.combine(kernel.reductions[r], a, b));
  });
  store(row, phase, "row", [...point, ...Array<number>(kernel.reduced).fill(0)]);
};

const store = (row: Row, phase: Phase, level: "element" | "row", at: readonly number[]): void => {
  const { outputs } = row.launch;
  const stores = phase.stores.filter((each) => each.level === level);
  const values = stores.map(({ value }) => evaluate(row, value, at));
  stores.forEach(({ output }, k) => {
    const { array, offset, strides } = outputs[output];
    const inner = level === "row" ? row.kernel.parallel : at.length;
    array[at.slice(0, inner).reduce((sum, index, dim) => sum + index * strides[dim], offset)] = values[k];
  });
};

/** Lanes 0–7 to 0–3, to 0–1, to one. */
const fold = (lanes: readonly number[], combine: (a: number, b: number) => number): number => {
  if (lanes.length === 1) return lanes[0];
  const half = lanes.length / 2;
  return fold(
    lanes.slice(0, half).map((value, lane) => combine(value, lanes[lane + half])),
    combine,
  );
};

/** A value at a point; `known` holds those already computed there. */
const evaluate = (
  row: Row,
  position: number,
  at: readonly number[],
  known: Map<number, number> = new Map(),
): number => {
  const before = known.get(position);
  if (before !== undefined) return before;
  const value = compute(row, row.kernel.values[position], at, (operand) => evaluate(row, operand, at, known));
  known.set(position, value);
  return value;
};

const compute = (row: Row, value: Value, at: readonly number[], of: (operand: number) => number): number => {
  const { kernel, launch, scalars, results } = row;
  switch (value.op) {
    case "literal":
      return scalars.rounded(value.type, value.value);
    case "argument":
      return scalars.rounded(value.type, launch.numbers[value.argument]);
    case "index":
      return at[value.dim];
    case "reduced":
    case "running":
      return results[value.reduction];
    case "load": {
      if (value.guard !== undefined && of(value.guard) === 0) return 0;
      const { array, offset, strides, gatherStride = 0 } = launch.inputs[value.access];
      const gathered = value.at === undefined ? 0 : of(value.at) * gatherStride;
      return array[at.reduce((sum, index, dim) => sum + index * strides[dim], offset + gathered)];
    }
    case "select":
      return of(value.condition) === 0 ? of(value.b) : of(value.a);
  }
  const type = kernel.values[value.a].type;
  if ("b" in value) return scalars.binary(value.op, type, of(value.a), of(value.b));
  return scalars.unary(value.op, type, value.type, of(value.a));
};

/** Every index of a rectangle, the last dimension fastest. */
export function* indices(extents: readonly number[]): Generator<number[]> {
  if (extents.length === 0) {
    yield [];
    return;
  }
  for (const outer of indices(extents.slice(0, -1))) {
    for (let last = 0; last < extents[extents.length - 1]; last++) yield [...outer, last];
  }
}

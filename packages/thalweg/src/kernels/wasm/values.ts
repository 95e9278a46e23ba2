import type { Value } from "../kernel.ts";
import { binary, orZero, select, unary } from "./arithmetic.ts";
import { type Column, type Frame, parameter } from "./frame.ts";
import { type Lanes, result } from "./lanes.ts";
import { argumentParts } from "./layout.ts";
import { load } from "./loads.ts";
import { type Level, neededBy } from "./placement.ts";

/** Writes the code of scalar expressions, each once in the loops it is needed in. */

const knownIn = (frame: Frame, position: number): Lanes | undefined => {
  for (const scope of frame.scopes) {
    const lanes = scope.get(position);
    if (lanes) return lanes;
  }
  return undefined;
};

/** Whether all bits of a value are 0. */
const isZero = (value: Value): boolean => value.op === "literal" && Object.is(value.value, 0);

const literal = (frame: Frame, { type, value }: Extract<Value, { op: "literal" }>): Lanes =>
  result(frame.code, type, true, () => {
    if (type === "float64") frame.code.v128(Float64Array.of(value, value));
    else if (type === "float32") frame.code.v128(new Float32Array(4).fill(value));
    else frame.code.v128(new Int32Array(4).fill(type === "bool" && value !== 0 ? -1 : value));
  });

const argument = (frame: Frame, { type, argument }: Extract<Value, { op: "argument" }>): Lanes => {
  const { code } = frame;
  const at = frame.layout.arguments[argument];
  return result(code, type, true, () => {
    code.get(parameter.launch);
    if (type === "float64") code.memory("v128.load64_splat", at + argumentParts.float64);
    else code.memory("v128.load32_splat", at + (type === "float32" ? argumentParts.float32 : argumentParts.int32));
    if (type === "bool") code.v128(new Int32Array(4)).op("i32x4.ne");
  });
};

const index = (frame: Frame, dim: number, uniform: boolean): Lanes =>
  result(frame.code, "int32", true, () => {
    const { code, column } = frame;
    code.get(frame.indices[dim]);
    if (!uniform && column.shift > 0) code.i32(4 * column.shift).op("i32.add");
    code.op("i32x4.splat");
    if (!uniform) code.get(frame.iota).op("i32x4.add");
  });

const known = (lanes: ReadonlyMap<number, Lanes>, reduction: number): Lanes => {
  const found = lanes.get(reduction);
  if (!found) throw new RangeError(`kernel: reduction ${reduction} is read before its phase`);
  return found;
};

const written = (frame: Frame, position: number, where: Level): Lanes => {
  const { code, kernel, placements } = frame;
  const value = kernel.values[position];
  const { uniform } = placements[position];
  const lanes = (operand: number): Lanes => valueAt(frame, operand, where);
  switch (value.op) {
    case "literal":
      return literal(frame, value);
    case "argument":
      return argument(frame, value);
    case "index":
      return index(frame, value.dim, uniform);
    case "reduced":
      return known(frame.column.reduced, value.reduction);
    case "running":
      return known(frame.column.running, value.reduction);
    case "load": {
      const guard = value.guard === undefined ? undefined : lanes(value.guard);
      const at = value.at === undefined ? undefined : lanes(value.at);
      return load(frame, value, guard, at, where);
    }
    case "select": {
      const [condition] = lanes(value.condition);
      const { type } = value;
      if (isZero(kernel.values[value.a])) return orZero(code, type, lanes(value.b), condition, "v128.andnot", uniform);
      if (isZero(kernel.values[value.b])) return orZero(code, type, lanes(value.a), condition, "v128.and", uniform);
      return select(code, type, condition, lanes(value.a), lanes(value.b), uniform);
    }
    default: {
      const type = kernel.values[value.a].type;
      if (!("b" in value)) return unary(code, value.op, value.type, type, lanes(value.a), uniform);
      const known = { uniformB: placements[value.b].uniform, a: frame.known[value.a], b: frame.known[value.b] };
      return binary(code, value.op, type, lanes(value.a), lanes(value.b), uniform, known);
    }
  }
};

/** The lanes of a value in the loop at level `where`, written there unless an outer loop has it. */
export const valueAt = (frame: Frame, position: number, where: Level): Lanes => {
  const found = knownIn(frame, position);
  if (found) return found;
  const lanes = written(frame, position, where);
  frame.scopes.at(-1)?.set(position, lanes);
  return lanes;
};

/** Writes what `roots` need that does not vary inside the loop at level `where`, so that inner loops find it. */
export const hoist = (frame: Frame, roots: readonly number[], where: Level): void => {
  for (const position of neededBy(frame.kernel, roots)) {
    if (frame.placements[position].level <= where) valueAt(frame, position, where);
  }
};

/** Writes `body` for one of the vectors side by side. */
export const inColumn = (frame: Frame, column: Column, body: () => void): void => {
  const around = frame.column;
  frame.column = column;
  frame.scopes.push(column.scope);
  body();
  frame.scopes.pop();
  frame.column = around;
};

/** Runs `body` with a scope of its own for what it writes. */
export const scoped = (frame: Frame, body: () => void): void => {
  frame.scopes.push(new Map());
  body();
  frame.scopes.pop();
};

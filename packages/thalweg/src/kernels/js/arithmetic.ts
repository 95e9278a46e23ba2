import { isFloat, type ScalarType } from "../dtype.ts";
import type { BinaryOp, Reduction, UnaryOp } from "../kernel.ts";

// One float64 seen as two words, the high one holding sign and exponent.
const number = new Float64Array(1);
const words = new Int32Array(number.buffer);

/** What generated code calls where JS has no operator of its own. */
export const intrinsics = {
  /** To the nearest integer, ties to even; −0 stays −0. */
  roundEven: (x: number): number => {
    const up = Math.round(x);
    return up - x === 0.5 ? 2 * Math.round(x / 2) : up;
  },
  /** Truncates and saturates; NaN gives 0. */
  toInt32: (x: number): number => {
    if (x >= 2147483647) return 2147483647;
    return x <= -2147483648 ? -2147483648 : x | 0;
  },
  exponent: (x: number): number => {
    number[0] = x;
    return ((words[1] >>> 20) & 0x7ff) - 1023;
  },
  significand: (x: number): number => {
    number[0] = x;
    words[1] = (words[1] & 0x800fffff) | 0x3ff00000;
    return number[0];
  },
  scale2: (x: number, power: number): number => {
    words[0] = 0;
    words[1] = (power + 1023) << 20;
    return x * number[0];
  },
  /** Folds the eight lanes of a reduction by halves. */
  fold: (lanes: Float64Array, combine: (a: number, b: number) => number): number => {
    for (let width = 4; width > 0; width >>= 1) {
      for (let lane = 0; lane < width; lane++) lanes[lane] = combine(lanes[lane], lanes[lane + width]);
    }
    return lanes[0];
  },
} as const;

/** A literal of `type`, safe as an operand anywhere. */
export const literalText = (type: ScalarType, value: number): string => {
  if (type === "bool") return String(value !== 0);
  if (Object.is(value, -0)) return "(-0)";
  return value < 0 ? `(${value})` : String(value);
};

/** Converts `a` from a type to another. Floats are float64 throughout, whatever they are called. */
const convertText = (from: ScalarType, to: ScalarType, a: string): string => {
  if (from === to) return a;
  if (to === "bool") return `${a} !== 0`;
  if (from === "bool") return `(${a} ? 1 : 0)`;
  return to === "int32" ? `toInt32(${a})` : a;
};

export const unaryText = (op: UnaryOp, from: ScalarType, to: ScalarType, a: string): string => {
  const integer = from === "int32";
  switch (op) {
    case "neg":
      return integer ? `-${a} | 0` : `-${a}`;
    case "abs":
      return integer ? `Math.abs(${a}) | 0` : `Math.abs(${a})`;
    case "sqrt":
    case "floor":
    case "trunc":
      return `Math.${op}(${a})`;
    case "round":
      return `roundEven(${a})`;
    case "exponent":
    case "significand":
      return `${op}(${a})`;
    case "not":
      return `!${a}`;
    case "convert":
      return convertText(from, to, a);
  }
};

const operators = {
  add: "+",
  sub: "-",
  div: "/",
  and: "&",
  or: "|",
  shl: "<<",
  lt: "<",
  le: "<=",
  eq: "===",
  ne: "!==",
} as const;

/** `type` is the operands'. */
export const binaryText = (op: BinaryOp, type: ScalarType, a: string, b: string): string => {
  switch (op) {
    case "add":
    case "sub":
      return isFloat(type) ? `${a} ${operators[op]} ${b}` : `(${a} ${operators[op]} ${b}) | 0`;
    case "mul":
      return isFloat(type) ? `${a} * ${b}` : `Math.imul(${a}, ${b})`;
    case "min":
    case "max":
      return `Math.${op}(${a}, ${b})`;
    case "scale2":
      return `scale2(${a}, ${b})`;
    case "and":
    case "or":
      return type === "bool" ? `${a} ${operators[op]}${operators[op]} ${b}` : `${a} ${operators[op]} ${b}`;
    case "xor":
      return type === "bool" ? `${a} !== ${b}` : `${a} ^ ${b}`;
    case "shr":
      return `(${a} >>> ${b}) | 0`;
    default:
      return `${a} ${operators[op]} ${b}`;
  }
};

const combineOp = { sum: "add", max: "max", min: "min" } as const;

export const combineText = ({ op, type }: Reduction, a: string, b: string): string =>
  binaryText(combineOp[op], type, a, b);

const starts = {
  sum: { float: 0, int32: 0 },
  max: { float: Number.NEGATIVE_INFINITY, int32: -2147483648 },
  min: { float: Number.POSITIVE_INFINITY, int32: 2147483647 },
} as const;

export const startText = ({ op, type }: Reduction): string =>
  literalText(type, starts[op][isFloat(type) ? "float" : "int32"]);

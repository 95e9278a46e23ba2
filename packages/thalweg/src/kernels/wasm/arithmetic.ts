import type { ScalarType } from "../dtype.ts";
import type { BinaryOp, UnaryOp } from "../kernel.ts";
import type { Code } from "./code.ts";
import { convert } from "./conversions.ts";
import { anything, type Known, pushExtreme } from "./extremes.ts";
import { halfOf, type Lanes, lowWords, pushMask, result, shapes } from "./lanes.ts";

/** The operations of kernels on four lanes. */

const twoTo23 = 2 ** 23;
const twoTo52 = 2 ** 52;
const doubles = (value: number): Float64Array => Float64Array.of(value, value);
const floats = (value: number): Float32Array => Float32Array.of(value, value, value, value);
const words = (value: number): Int32Array => Int32Array.of(value, value, value, value);
const highWords = (value: number, low: number): Int32Array => Int32Array.of(low, value, low, value);

/** ⌊log₂|x|⌋ from the exponent's bits; a float64's become a number by the mantissa of 2^52. */
const exponent = (code: Code, type: ScalarType, operand: number): Code => {
  if (type === "float32") {
    code.get(operand).i32(23).op("i32x4.shr_u").constant(words(0xff)).op("v128.and");
    return code.constant(words(127)).op("i32x4.sub").op("f32x4.convert_i32x4_s");
  }
  code.get(operand).i32(52).op("i64x2.shr_u").constant(highWords(0, 0x7ff)).op("v128.and");
  return code
    .constant(doubles(twoTo52))
    .op("v128.or")
    .constant(doubles(twoTo52 + 1023))
    .op("f64x2.sub");
};

const significand = (code: Code, type: ScalarType, operand: number): Code =>
  type === "float32"
    ? code.get(operand).constant(words(0x807fffff)).op("v128.and").constant(floats(1)).op("v128.or")
    : code.get(operand).constant(highWords(0x800fffff, -1)).op("v128.and").constant(doubles(1)).op("v128.or");

/** a·2^b with 2^b made from bits: those of b + 127, or b + 1023, are the last of a larger float's. */
const scale2 = (code: Code, type: ScalarType, a: number, b: number): Code => {
  if (type === "float32") {
    code
      .get(a)
      .get(b)
      .constant(floats(1.5 * twoTo23 + 127))
      .op("f32x4.add");
    return code.i32(23).op("i32x4.shl").op("f32x4.mul");
  }
  code
    .get(a)
    .get(b)
    .constant(doubles(1.5 * twoTo52 + 1023))
    .op("f64x2.add");
  return code.i32(52).op("i64x2.shl").op("f64x2.mul");
};

/** Flips or clears sign bits by a constant, which the engine's own instruction would make anew each time. */
const changeSign = (code: Code, op: "neg" | "abs", type: ScalarType, operand: number): Code => {
  const sign = type === "float64" ? highWords(-(2 ** 31), 0) : words(-(2 ** 31));
  code.get(operand);
  return op === "neg" ? code.constant(sign).op("v128.xor") : code.constant(sign.map((word) => ~word)).op("v128.and");
};

export const unary = (
  code: Code,
  op: UnaryOp,
  type: ScalarType,
  from: ScalarType,
  lanes: Lanes,
  uniform: boolean,
): Lanes => {
  if (op === "convert") return convert(code, from, type, lanes, uniform);
  return result(code, type, uniform, (half) => {
    const operand = halfOf(lanes, half);
    const shape = shapes[type];
    if (op === "exponent") exponent(code, type, operand);
    else if (op === "significand") significand(code, type, operand);
    else if (op === "not") code.get(operand).op("v128.not");
    else if (shape === "i32x4" && (op === "neg" || op === "abs")) code.get(operand).op(`i32x4.${op}`);
    else if (op === "neg" || op === "abs") changeSign(code, op, type, operand);
    else if (shape !== "i32x4") code.get(operand).op(`${shape}.${op === "round" ? "nearest" : op}`);
  });
};

/** Shifts by an amount a lane, which SIMD only has for all lanes at once. */
const shift = (code: Code, op: "shl" | "shr", a: number, b: number, known: Operands): Code => {
  const name = op === "shl" ? "shl" : "shr_u";
  // an instruction of its own, while an amount in a local takes several
  if (known.b.kind === "literal") return code.get(a).i32(known.b.value).op(`i32x4.${name}`);
  if (known.uniformB) return code.get(a).get(b).lane("i32x4.extract_lane", 0).op(`i32x4.${name}`);
  code.get(a);
  for (let lane = 0; lane < 4; lane += 1) {
    code.get(a).lane("i32x4.extract_lane", lane).get(b).lane("i32x4.extract_lane", lane);
    code.op(`i32.${name}`).lane("i32x4.replace_lane", lane);
  }
  return code;
};

const compare = (code: Code, op: "lt" | "le" | "eq" | "ne", type: ScalarType): Code => {
  if (type === "float32" || type === "float64") return code.op(`${shapes[type]}.${op}`);
  if (op === "eq" || op === "ne") return code.op(`i32x4.${op}`);
  return code.op(type === "bool" ? `i32x4.${op}_u` : `i32x4.${op}_s`);
};

/** What is known of the operands of an operation, beyond their type. */
export interface Operands {
  readonly uniformB: boolean;
  readonly a: Known;
  readonly b: Known;
}

/** Pushes `op` of two locals that hold lanes (or half of them) of `type`, the operands'. */
export const pushBinary = (
  code: Code,
  op: BinaryOp,
  type: ScalarType,
  a: number,
  b: number,
  known: Operands = { uniformB: false, a: anything, b: anything },
): Code => {
  const shape = shapes[type];
  switch (op) {
    case "scale2":
      return scale2(code, type, a, b);
    case "shl":
    case "shr":
      return shift(code, op, a, b, known);
    case "and":
    case "or":
    case "xor":
      return code.get(a).get(b).op(`v128.${op}`);
    case "min":
    case "max":
      if (shape !== "i32x4") return pushExtreme(code, op, shape, a, b, known.a, known.b);
      return code.get(a).get(b).op(`i32x4.${op}_s`);
    case "add":
    case "sub":
    case "mul":
      return code.get(a).get(b).op(`${shape}.${op}`);
    case "div":
      return code
        .get(a)
        .get(b)
        .op(shape === "f64x2" ? "f64x2.div" : "f32x4.div");
    default:
      return compare(code.get(a).get(b), op, type);
  }
};

const comparisons: ReadonlySet<BinaryOp> = new Set(["lt", "le", "eq", "ne"]);

/** `type` is the operands'. */
export const binary = (
  code: Code,
  op: BinaryOp,
  type: ScalarType,
  a: Lanes,
  b: Lanes,
  uniform: boolean,
  known: Operands,
): Lanes => {
  const lanes = result(code, type, uniform, (half) =>
    pushBinary(code, op, type, halfOf(a, half), halfOf(b, half), known),
  );
  if (type !== "float64" || !comparisons.has(op)) return lanes;
  return result(code, "bool", uniform, () => lowWords(code, lanes));
};

/** A value or 0, by a mask: one instruction where choosing between two takes three. */
export const orZero = (
  code: Code,
  type: ScalarType,
  value: Lanes,
  condition: number,
  op: "v128.and" | "v128.andnot",
  uniform: boolean,
): Lanes =>
  result(code, type, uniform, (half) => {
    code.get(halfOf(value, half));
    pushMask(code, condition, type, half).op(op);
  });

export const select = (code: Code, type: ScalarType, condition: number, a: Lanes, b: Lanes, uniform: boolean): Lanes =>
  result(code, type, uniform, (half) => {
    code.get(halfOf(a, half)).get(halfOf(b, half));
    pushMask(code, condition, type, half).op("v128.bitselect");
  });

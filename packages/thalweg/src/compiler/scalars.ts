import type { BinaryName, ElementwiseName, UnaryName } from "../graph/node.ts";
import type { KernelBuilder } from "../kernels/builder.ts";
import { type DType, scalarType } from "../kernels/dtype.ts";
import { threefryWord } from "../kernels/threefry.ts";
import { transcendentals } from "../kernels/transcendental/index.ts";

/** A mask as the int32 0 or 1; other values as they are. */
export const numeric = (builder: KernelBuilder, value: number): number =>
  builder.typeOf(value) === "bool" ? builder.unary("convert", value, "int32") : value;

/** Whether a value is not 0. */
export const mask = (builder: KernelBuilder, value: number): number => {
  const type = builder.typeOf(value);
  return type === "bool" ? value : builder.binary("ne", value, builder.literal(type, 0));
};

/** uint8 arithmetic wraps, whether or not the value passes through memory. */
export const wrapped = (builder: KernelBuilder, value: number, dtype: DType): number =>
  dtype === "uint8" && builder.typeOf(value) === "int32"
    ? builder.binary("and", value, builder.literal("int32", 255))
    : value;

/** The scalar expression of an element-wise node over its operands. */
export const elementwiseValue = (
  builder: KernelBuilder,
  name: ElementwiseName,
  operands: readonly number[],
  dtype: DType,
): number => {
  if (name === "select") {
    const [a, b] = [numeric(builder, operands[1]), numeric(builder, operands[2])];
    return builder.select(mask(builder, operands[0]), a, b);
  }
  if (name === "threefry") return threefryWord(builder, operands[0], operands[1], operands[2]);
  if (name === "relu") return builder.binary("max", operands[0], builder.literal(builder.typeOf(operands[0]), 0));
  if (name === "sigmoid") return sigmoidValue(builder, operands[0]);
  if (isTranscendental(name)) return transcendentals[name](builder, ...operands);
  if (operands.length === 1) return unaryValue(builder, name as UnaryName, operands[0], dtype);
  return binaryValue(builder, name as BinaryName, operands[0], operands[1], dtype);
};

const isTranscendental = (name: string): name is keyof typeof transcendentals => Object.hasOwn(transcendentals, name);

/** Only non-positive numbers are exponentiated, so that neither side overflows. */
const sigmoidValue = (builder: KernelBuilder, x: number): number => {
  const type = builder.typeOf(x);
  const [zero, one] = [builder.literal(type, 0), builder.literal(type, 1)];
  const small = transcendentals.exp(builder, builder.unary("neg", builder.unary("abs", x)));
  const numerator = builder.select(builder.binary("lt", x, zero), small, one);
  return builder.binary("div", numerator, builder.binary("add", small, one));
};

const unaryValue = (builder: KernelBuilder, name: UnaryName, operand: number, dtype: DType): number => {
  if (name === "not") return builder.unary("not", mask(builder, operand));
  if (name === "abs" && dtype === "uint8") return operand;
  return wrapped(builder, builder.unary(name as "neg", numeric(builder, operand)), dtype);
};

const binaryValue = (builder: KernelBuilder, name: BinaryName, a: number, b: number, dtype: DType): number => {
  const masks = builder.typeOf(a) === "bool" && builder.typeOf(b) === "bool";
  if (masks && (name === "and" || name === "or" || name === "xor")) return builder.binary(name, a, b);
  return wrapped(builder, builder.binary(name as "add", numeric(builder, a), numeric(builder, b)), dtype);
};

/** A value in another dtype: floats truncate towards zero and saturate, uint8 keeps the low byte. */
export const convertedValue = (builder: KernelBuilder, value: number, to: DType): number => {
  const type = builder.typeOf(value);
  if (to === "uint8") {
    if (type === "bool") return value;
    return wrapped(builder, type === "int32" ? value : builder.unary("convert", value, "int32"), to);
  }
  return type === scalarType(to) ? value : builder.unary("convert", value, scalarType(to));
};

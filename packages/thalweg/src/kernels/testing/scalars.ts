import type { ScalarType } from "../dtype.ts";
import type { BinaryOp, Reduction, UnaryOp } from "../kernel.ts";

/**
 * How floats are rounded: as they are declared (a float32 operation rounds to float32, as devices
 * that compute in it do), or never (float32 is float64, as on the reference device).
 */
export type Rounding = "declared" | "float64";

/** Scalar operations straight from their definitions; bools are 0 and 1. */
export class Scalars {
  private readonly rounding: Rounding;

  constructor(rounding: Rounding) {
    this.rounding = rounding;
  }

  rounded(type: ScalarType, value: number): number {
    if (type === "int32") return Number(BigInt.asIntN(32, BigInt(value)));
    return type === "float32" && this.rounding === "declared" ? Math.fround(value) : value;
  }

  unary(op: UnaryOp, from: ScalarType, to: ScalarType, a: number): number {
    if (op === "convert") return this.converted(from, to, a);
    return this.rounded(to, this.exactUnary(op, a));
  }

  /** `type` is the operands'. */
  binary(op: BinaryOp, type: ScalarType, a: number, b: number): number {
    if (type === "int32" && op === "mul") return Number(BigInt.asIntN(32, BigInt(a) * BigInt(b)));
    return this.rounded(type, this.exactBinary(op, a, b));
  }

  start({ op, type }: Reduction): number {
    if (op === "sum") return 0;
    const largest = type === "int32" ? 2 ** 31 - 1 : Number.POSITIVE_INFINITY;
    const smallest = type === "int32" ? -(2 ** 31) : Number.NEGATIVE_INFINITY;
    return op === "max" ? smallest : largest;
  }

  combine({ op, type }: Reduction, a: number, b: number): number {
    return this.binary(op === "sum" ? "add" : op, type, a, b);
  }

  private converted(from: ScalarType, to: ScalarType, a: number): number {
    if (to === "bool") return a === 0 ? 0 : 1;
    if (to === "int32" && from !== "bool") {
      return Number.isNaN(a) ? 0 : Math.trunc(Math.min(Math.max(a, -(2 ** 31)), 2 ** 31 - 1)) + 0;
    }
    return this.rounded(to, a);
  }

  private exactUnary(op: Exclude<UnaryOp, "convert">, a: number): number {
    switch (op) {
      case "neg":
        return -a;
      case "round":
        return roundHalfEven(a);
      case "exponent":
        return exponent(a);
      case "significand":
        return a / 2 ** exponent(a);
      case "not":
        return a === 0 ? 1 : 0;
      default:
        return Math[op](a);
    }
  }

  private exactBinary(op: BinaryOp, a: number, b: number): number {
    switch (op) {
      case "add":
        return a + b;
      case "sub":
        return a - b;
      case "mul":
        return a * b;
      case "div":
        return a / b;
      case "min":
        return Math.min(a, b);
      case "max":
        return Math.max(a, b);
      case "scale2":
        return a * 2 ** b;
      case "and":
        return a & b;
      case "or":
        return a | b;
      case "xor":
        return a ^ b;
      case "shl":
        return a << b;
      case "shr":
        return a >>> b;
      case "lt":
        return a < b ? 1 : 0;
      case "le":
        return a <= b ? 1 : 0;
      case "eq":
        return a === b ? 1 : 0;
      case "ne":
        return a !== b ? 1 : 0;
    }
  }
}

const roundHalfEven = (a: number): number => {
  const below = Math.floor(a);
  const fraction = a - below;
  const up = fraction > 0.5 || (fraction === 0.5 && below % 2 !== 0);
  const magnitude = Math.abs(up ? below + 1 : below);
  return a < 0 || Object.is(a, -0) ? -magnitude : magnitude;
};

const exponent = (a: number): number => {
  const guess = Math.floor(Math.log2(Math.abs(a)));
  if (2 ** guess > Math.abs(a)) return guess - 1;
  return 2 ** (guess + 1) <= Math.abs(a) ? guess + 1 : guess;
};

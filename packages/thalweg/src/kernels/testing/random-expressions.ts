import * as fc from "fast-check";
import type { KernelBuilder } from "../builder.ts";
import type { ScalarType } from "../dtype.ts";
import type { BinaryOp, UnaryOp } from "../kernel.ts";
import { expand, type TranscendentalName } from "../transcendental/index.ts";

/** Draws from arbitraries, one call at a time. */
export type Draw = fc.GeneratorValue;

export const pick = <T>(draw: Draw, choices: readonly T[]): T => choices[integer(draw, 0, choices.length - 1)];

export const integer = (draw: Draw, min: number, max: number): number => draw(fc.integer, { min, max });

export const chance = (draw: Draw, percent: number): boolean => integer(draw, 1, 100) <= percent;

/** Positions of values that may be used at one level of a kernel, by type. */
export class Pool {
  private readonly byType = new Map<ScalarType, number[]>();

  put(type: ScalarType, position: number): number {
    this.byType.set(type, [...(this.byType.get(type) ?? []), position]);
    return position;
  }

  of(type: ScalarType): readonly number[] {
    return this.byType.get(type) ?? [];
  }

  copy(): Pool {
    const copy = new Pool();
    for (const [type, positions] of this.byType) copy.byType.set(type, [...positions]);
    return copy;
  }
}

const floatUnary: readonly UnaryOp[] = ["neg", "abs", "sqrt", "floor", "round", "trunc", "exponent", "significand"];
const floatBinary: readonly BinaryOp[] = ["add", "sub", "mul", "div", "min", "max", "scale2"];
const intBinary: readonly BinaryOp[] = ["add", "sub", "mul", "min", "max", "and", "or", "xor", "shl", "shr"];
const comparisons: readonly BinaryOp[] = ["lt", "le", "eq", "ne"];
const functions: readonly TranscendentalName[] = ["exp", "log", "expm1", "log1p", "tanh", "sin", "cos", "erf", "pow"];

const floatLiterals = [0, -0, 1, -1, 0.5, 3, -2.5, 1e-3, 1e6, -3e9, 0.1];
const intLiterals = [0, 1, -1, 2, 7, 1000, 2 ** 31 - 1, -(2 ** 31), 255];

/** Grows random expressions over the values of a pool. */
export class Expressions {
  private readonly draw: Draw;
  private readonly builder: KernelBuilder;
  readonly float: "float32" | "float64";
  /** The other float type, passed through by some values. */
  readonly other: "float32" | "float64";

  constructor(draw: Draw, builder: KernelBuilder, float: "float32" | "float64") {
    this.draw = draw;
    this.builder = builder;
    this.float = float;
    this.other = float === "float32" ? "float64" : "float32";
  }

  /** A value of `type` from the pool, or a literal. */
  operand(pool: Pool, type: ScalarType): number {
    const known = pool.of(type);
    if (known.length > 0 && chance(this.draw, 85)) return pick(this.draw, known);
    const literals = type === "int32" ? intLiterals : type === "bool" ? [0, 1] : floatLiterals;
    const value = pick(this.draw, literals);
    return this.builder.literal(type, type === "float32" ? Math.fround(value) : value);
  }

  /** Adds `count` random operations to the pool. */
  grow(pool: Pool, count: number): void {
    for (let k = 0; k < count; k++) {
      const position = this.operation(pool);
      pool.put(this.builder.typeOf(position), position);
    }
  }

  private operation(pool: Pool): number {
    const { draw, builder, float } = this;
    switch (
      pick(draw, ["unary", "binary", "function", "int", "compare", "bool", "select", "convert", "binary"] as const)
    ) {
      case "unary":
        return this.floatUnary(pool);
      case "binary":
        return this.floatBinary(pool);
      case "function": {
        const name = pick(draw, functions);
        const operands = [this.operand(pool, float), this.operand(pool, float)];
        return expand(builder, name, ...(name === "pow" ? operands : operands.slice(1)));
      }
      case "int":
        return this.integral(pool);
      case "compare": {
        const type = pick(draw, [float, "int32"] as const);
        return builder.binary(pick(draw, comparisons), this.operand(pool, type), this.operand(pool, type));
      }
      case "bool":
        if (chance(draw, 25)) return builder.unary("not", this.operand(pool, "bool"));
        return builder.binary(
          pick(draw, ["and", "or", "xor"] as const),
          this.operand(pool, "bool"),
          this.operand(pool, "bool"),
        );
      case "select": {
        const type = pick(draw, [float, "int32", "bool"] as const);
        return builder.select(this.operand(pool, "bool"), this.operand(pool, type), this.operand(pool, type));
      }
      case "convert": {
        const [from, to] = pick(draw, [
          [float, "int32"],
          ["int32", float],
          ["bool", float],
          ["bool", "int32"],
          [float, "bool"],
          ["int32", "bool"],
        ] as const);
        return builder.unary("convert", this.operand(pool, from), to);
      }
    }
  }

  private floatUnary(pool: Pool): number {
    const operand = this.operand(pool, this.float);
    if (chance(this.draw, 10)) {
      return this.builder.unary("convert", this.builder.unary("convert", operand, this.other), this.float);
    }
    const op = pick(this.draw, floatUnary);
    return this.builder.unary(op, op === "exponent" || op === "significand" ? this.normal(operand) : operand);
  }

  private floatBinary(pool: Pool): number {
    const { draw, builder, float } = this;
    const op = pick(draw, floatBinary);
    const a = this.operand(pool, float);
    if (op !== "scale2") return builder.binary(op, a, this.operand(pool, float));
    const power = builder.unary("round", this.operand(pool, float));
    // An integral power; NaN fails both tests.
    const small = builder.binary(
      "and",
      builder.binary("le", builder.literal(float, -30), power),
      builder.binary("le", power, builder.literal(float, 30)),
    );
    return builder.binary(op, a, builder.select(small, power, builder.literal(float, 3)));
  }

  private integral(pool: Pool): number {
    const { draw, builder } = this;
    const a = this.operand(pool, "int32");
    if (chance(draw, 20)) return builder.unary(pick(draw, ["neg", "abs"] as const), a);
    const op = pick(draw, intBinary);
    const shift = op === "shl" || op === "shr";
    return builder.binary(op, a, shift ? builder.literal("int32", integer(draw, 0, 31)) : this.operand(pool, "int32"));
  }

  /** `position`, or 1.5 where it is 0, subnormal, huge, infinite or NaN. */
  private normal(position: number): number {
    const { builder, float } = this;
    const size = builder.unary("abs", position);
    const inside = builder.binary(
      "and",
      builder.binary("lt", builder.literal(float, 2 ** -100), size),
      builder.binary("lt", size, builder.literal(float, 2 ** 100)),
    );
    return builder.select(inside, position, builder.literal(float, 1.5));
  }
}

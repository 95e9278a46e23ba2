import type { KernelBuilder } from "../builder.ts";
import type { ScalarType } from "../dtype.ts";
import type { BinaryOp, UnaryOp } from "../kernel.ts";

/** The two types transcendental functions come in. */
export type FloatType = "float32" | "float64";

/**
 * A value of a kernel under construction, so that formulas read like formulas. JS numbers become
 * literals of the same type.
 *
 * @example
 * const half = new Scalar(builder, x).times(0.5).position;
 */
export class Scalar {
  readonly builder: KernelBuilder;
  readonly position: number;

  constructor(builder: KernelBuilder, position: number) {
    this.builder = builder;
    this.position = position;
  }

  get type(): ScalarType {
    return this.builder.typeOf(this.position);
  }

  /** Float32 unless the value is a float64. */
  get floatType(): FloatType {
    return this.type === "float64" ? "float64" : "float32";
  }

  /** `value` as a literal of this type; float32 literals are rounded here, so that every target has the same. */
  literal(value: number): Scalar {
    return this.wrap(this.builder.literal(this.type, this.type === "float32" ? Math.fround(value) : value));
  }

  plus(other: Scalar | number): Scalar {
    return this.binary("add", other);
  }

  minus(other: Scalar | number): Scalar {
    return this.binary("sub", other);
  }

  times(other: Scalar | number): Scalar {
    return this.binary("mul", other);
  }

  over(other: Scalar | number): Scalar {
    return this.binary("div", other);
  }

  /** this · 2^power */
  scaled(power: Scalar | number): Scalar {
    return this.binary("scale2", power);
  }

  clamped(low: number, high: number): Scalar {
    return this.binary("max", low).binary("min", high);
  }

  below(other: Scalar | number): Scalar {
    return this.binary("lt", other);
  }

  above(other: number): Scalar {
    return this.literal(other).below(this);
  }

  equals(other: Scalar | number): Scalar {
    return this.binary("eq", other);
  }

  differs(other: Scalar | number): Scalar {
    return this.binary("ne", other);
  }

  and(other: Scalar): Scalar {
    return this.binary("and", other);
  }

  or(other: Scalar): Scalar {
    return this.binary("or", other);
  }

  negated(): Scalar {
    return this.unary("neg");
  }

  absolute(): Scalar {
    return this.unary("abs");
  }

  unary(op: UnaryOp): Scalar {
    return this.wrap(this.builder.unary(op, this.position));
  }

  binary(op: BinaryOp, other: Scalar | number): Scalar {
    return this.wrap(this.builder.binary(op, this.position, this.operand(other).position));
  }

  /** This value where `condition` holds, else `other`. */
  when(condition: Scalar, other: Scalar | number): Scalar {
    return this.wrap(this.builder.select(condition.position, this.position, this.operand(other).position));
  }

  /** `replacement` where `condition` holds, else this value. */
  except(condition: Scalar, replacement: Scalar | number): Scalar {
    return this.operand(replacement).when(condition, this);
  }

  /** c₀ + c₁·x + c₂·x² + …, by Horner's scheme. */
  polynomial(coefficients: readonly number[]): Scalar {
    const last = coefficients.length - 1;
    return coefficients
      .slice(0, last)
      .reduceRight((sum, c) => this.times(sum).plus(c), this.literal(coefficients[last]));
  }

  private operand(value: Scalar | number): Scalar {
    return typeof value === "number" ? this.literal(value) : value;
  }

  private wrap(position: number): Scalar {
    return new Scalar(this.builder, position);
  }
}

import type { BinaryName, Node, UnaryName } from "../graph/index.ts";
import * as graph from "../graph/index.ts";
import { type DType, isFloat } from "../kernels/dtype.ts";

interface Described {
  readonly node: Node;
}

/** A number beside `like`: in its dtype when that holds the number, else in int32 or float32. */
export const operandNode = (value: Described | number, like: Node): Node => {
  if (typeof value !== "number") return value.node;
  const dtypes = [like.dtype, "int32", "float32"] as const;
  return graph.scalar(value, dtypes.find((dtype) => graph.holds(dtype, value)) ?? "float32");
};

const floatNode = (x: Node): Node => (isFloat(x.dtype) ? x : graph.convert(x, "float32"));

/** What a tensor computes element by element; operands broadcast, numbers take on the tensor's dtype. */
export abstract class Elementwise<T extends Described> {
  /** The description behind this tensor. */
  readonly node: Node;

  constructor(node: Node) {
    this.node = node;
  }

  protected abstract from(node: Node): T;

  add(other: T | number): T {
    return this.binary("add", other);
  }
  sub(other: T | number): T {
    return this.binary("sub", other);
  }
  mul(other: T | number): T {
    return this.binary("mul", other);
  }
  div(other: T | number): T {
    return this.binary("div", other);
  }
  /** this to the power of `other`. */
  pow(other: T | number): T {
    return other === 2 ? this.square() : this.binary("pow", other);
  }
  maximum(other: T | number): T {
    return this.binary("max", other);
  }
  minimum(other: T | number): T {
    return this.binary("min", other);
  }
  /** Between `low` and `high`. */
  clamp(low: T | number, high: T | number): T {
    const above = graph.binary("max", this.node, operandNode(low, this.node));
    return this.from(graph.binary("min", above, operandNode(high, above)));
  }

  /** Comparisons give uint8 masks of 0 and 1. */
  lt(other: T | number): T {
    return this.binary("lt", other);
  }
  le(other: T | number): T {
    return this.binary("le", other);
  }
  gt(other: T | number): T {
    return this.from(graph.binary("lt", operandNode(other, this.node), this.node));
  }
  ge(other: T | number): T {
    return this.from(graph.binary("le", operandNode(other, this.node), this.node));
  }
  eq(other: T | number): T {
    return this.binary("eq", other);
  }
  ne(other: T | number): T {
    return this.binary("ne", other);
  }
  /** Bitwise on integers, logical on masks. */
  and(other: T | number): T {
    return this.binary("and", other);
  }
  or(other: T | number): T {
    return this.binary("or", other);
  }
  xor(other: T | number): T {
    return this.binary("xor", other);
  }
  /** 1 where this is 0, else 0. */
  not(): T {
    return this.unary("not");
  }

  neg(): T {
    return this.unary("neg");
  }
  abs(): T {
    return this.unary("abs");
  }
  /** −1, 0 or 1; NaN for NaN. */
  sign(): T {
    const { node } = this;
    const [zero, one] = [graph.literal(0, node.dtype), graph.literal(1, node.dtype)];
    const below = graph.select(
      graph.binary("lt", node, zero),
      graph.unary("neg", one),
      graph.binary("mul", node, zero),
    );
    return this.from(graph.select(graph.binary("lt", zero, node), one, below));
  }
  square(): T {
    return this.from(graph.binary("mul", this.node, this.node));
  }
  sqrt(): T {
    return this.unary("sqrt");
  }
  /** 1/√x. */
  rsqrt(): T {
    const root = graph.unary("sqrt", this.node);
    return this.from(graph.binary("div", graph.literal(1, root.dtype), root));
  }
  reciprocal(): T {
    const x = floatNode(this.node);
    return this.from(graph.binary("div", graph.literal(1, x.dtype), x));
  }
  floor(): T {
    return this.unary("floor");
  }
  /** To the nearest integer, halves to the even one. */
  round(): T {
    return this.unary("round");
  }

  exp(): T {
    return this.unary("exp");
  }
  log(): T {
    return this.unary("log");
  }
  /** eˣ − 1, exact near 0. */
  expm1(): T {
    return this.unary("expm1");
  }
  /** log(1 + x), exact near 0. */
  log1p(): T {
    return this.unary("log1p");
  }
  sin(): T {
    return this.unary("sin");
  }
  cos(): T {
    return this.unary("cos");
  }
  tanh(): T {
    return this.unary("tanh");
  }
  /** 1/(1 + e⁻ˣ). */
  sigmoid(): T {
    return this.unary("sigmoid");
  }
  /** max(x, 0). */
  relu(): T {
    return this.unary("relu");
  }
  /** Error function 2/√π ∫₀ˣ exp(−t²) dt. */
  erf(): T {
    return this.unary("erf");
  }

  /** The same values in another dtype; floats truncate towards zero on their way to integers. */
  toType(dtype: DType): T {
    return this.from(graph.convert(this.node, dtype));
  }
  /** This tensor when it is floating, else as float32. */
  float(): T {
    return this.from(floatNode(this.node));
  }

  private unary(name: UnaryName): T {
    return this.from(graph.unary(name, this.node));
  }
  private binary(name: BinaryName, other: T | number): T {
    return this.from(graph.binary(name, this.node, operandNode(other, this.node)));
  }
}

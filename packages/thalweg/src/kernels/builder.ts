import type { DType, ScalarType } from "./dtype.ts";
import type { Access, BinaryOp, Kernel, Phase, Reduction, UnaryOp, Value } from "./kernel.ts";

const comparisons: ReadonlySet<BinaryOp> = new Set(["lt", "le", "eq", "ne"]);

/** JSON that tells −0, NaN and the infinities apart. */
const keyOf = (value: unknown): string =>
  JSON.stringify(value, (_, part) =>
    typeof part === "number" && (!Number.isFinite(part) || Object.is(part, -0))
      ? `#${Object.is(part, -0) ? "-0" : part}`
      : part,
  );

/** As `keyOf`, of one value; written out, since a program has hundreds of thousands. */
const valueKey = (value: Value): string => {
  const { op, type } = value;
  switch (op) {
    case "literal":
      return `${op} ${type} ${Object.is(value.value, -0) ? "-0" : value.value}`;
    case "argument":
      return `${op} ${type} ${value.argument}`;
    case "index":
      return `${op} ${value.dim}`;
    case "load":
      return `${op} ${type} ${value.access} ${value.guard} ${value.at}`;
    case "reduced":
    case "running":
      return `${op} ${type} ${value.reduction}`;
    case "select":
      return `${op} ${type} ${value.condition} ${value.a} ${value.b}`;
    default:
      return `${op} ${type} ${value.a} ${"b" in value ? value.b : ""}`;
  }
};

/** Collects a kernel's values, giving equal expressions one position. */
export class KernelBuilder {
  readonly values: Value[];
  private readonly positions: Map<string, number>;

  /** Without values, or with those of another builder. */
  constructor(from?: KernelBuilder) {
    this.values = from ? [...from.values] : [];
    this.positions = new Map(from?.positions);
  }

  /** The position of `value`, added when it is new. */
  add(value: Value): number {
    const key = valueKey(value);
    const known = this.positions.get(key);
    if (known !== undefined) return known;
    this.values.push(value);
    this.positions.set(key, this.values.length - 1);
    return this.values.length - 1;
  }

  typeOf(position: number): ScalarType {
    return this.values[position].type;
  }

  literal(type: ScalarType, value: number): number {
    return this.add({ op: "literal", type, value });
  }

  /** `type` is needed for "convert" only; other operations keep their operand's. */
  unary(op: UnaryOp, a: number, type: ScalarType = this.typeOf(a)): number {
    return this.add({ op, type, a });
  }

  binary(op: BinaryOp, a: number, b: number): number {
    return this.add({ op, type: comparisons.has(op) ? "bool" : this.typeOf(a), a, b });
  }

  select(condition: number, a: number, b: number): number {
    return this.add({ op: "select", type: this.typeOf(a), condition, a, b });
  }
}

/** Closes a description over a list of values into a kernel with its key. */
export const kernelFrom = (
  { values }: { readonly values: readonly Value[] },
  description: {
    parallel: number;
    reduced: number;
    vector: "parallel" | "reduced";
    sequential?: boolean;
    accesses: readonly Access[];
    outputs: readonly DType[];
    reductions?: readonly Reduction[];
    phases: readonly Phase[];
    arguments: number;
  },
): Kernel => {
  const kernel = { sequential: false, reductions: [], ...description, values };
  return { ...kernel, key: keyOf(kernel) };
};

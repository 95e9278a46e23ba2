import { ThalwegError } from "../errors/thalweg-error.ts";
import { type DType, isFloat } from "../kernels/dtype.ts";
import { holds, promote } from "./dtypes.ts";
import { expandTo } from "./movement.ts";
import { type BinaryName, type ElementwiseName, type Node, node, type UnaryName } from "./node.ts";
import { broadcastShapes } from "./shape.ts";

const floatOnly: ReadonlySet<ElementwiseName> = new Set([
  "sqrt",
  "floor",
  "round",
  "trunc",
  "relu",
  "sigmoid",
  "exp",
  "log",
  "expm1",
  "log1p",
  "sin",
  "cos",
  "tanh",
  "erf",
  "div",
  "pow",
]);
const integerOnly: ReadonlySet<ElementwiseName> = new Set(["and", "or", "xor", "shl", "shr"]);
const comparisons: ReadonlySet<BinaryName> = new Set(["lt", "le", "eq", "ne"]);

export const convert = (x: Node, dtype: DType): Node => {
  if (x.dtype === dtype) return x;
  // A number stays a number, so that constants take the type of what they meet.
  if ((x.operation.kind === "literal" || x.operation.kind === "scalar") && holds(dtype, x.operation.value)) {
    return node(x.operation, [], x.shape, dtype);
  }
  if (x.operation.kind === "expand" || x.operation.kind === "reshape") {
    return node(x.operation, [convert(x.inputs[0], dtype)], x.shape, dtype);
  }
  return node({ kind: "convert" }, [x], x.shape, dtype);
};

/** The number a node is everywhere, when it is one of the program's own. */
export const literalValue = (x: Node): number | undefined => {
  let source = x;
  while (source.operation.kind === "expand" || source.operation.kind === "reshape") source = source.inputs[0];
  return source.operation.kind === "literal" ? source.operation.value : undefined;
};

export const unary = (name: UnaryName, x: Node): Node => {
  const operand = floatOnly.has(name) && !isFloat(x.dtype) ? convert(x, "float32") : x;
  return node({ kind: "elementwise", name }, [operand], operand.shape, name === "not" ? "uint8" : operand.dtype);
};

export const binary = (name: BinaryName, a: Node, b: Node): Node => {
  const shape = broadcastShapes(name, [a.shape, b.shape]);
  let common = promote(a.dtype, b.dtype);
  if (floatOnly.has(name) && !isFloat(common)) common = "float32";
  if (integerOnly.has(name) && isFloat(common)) {
    throw new ThalwegError(
      "dtype",
      `${name}: takes integers, got ${a.dtype} and ${b.dtype}; convert them with toType("int32")`,
    );
  }
  const left = expandTo(convert(a, common), shape);
  const right = expandTo(convert(b, common), shape);
  return (
    simplified(name, left, right) ??
    node({ kind: "elementwise", name }, [left, right], shape, comparisons.has(name) ? "uint8" : common)
  );
};

// Gradient rules multiply by ones; removing them here is exact, also for NaN and −0.
const simplified = (name: BinaryName, a: Node, b: Node): Node | undefined => {
  if (name === "mul" && literalValue(a) === 1) return b;
  if ((name === "mul" || name === "div") && literalValue(b) === 1) return a;
  return undefined;
};

/** `a` where condition is not 0, else `b`. */
export const select = (condition: Node, a: Node, b: Node): Node => {
  const shape = broadcastShapes("where", [condition.shape, a.shape, b.shape]);
  const dtype = promote(a.dtype, b.dtype);
  const inputs = [expandTo(condition, shape), expandTo(convert(a, dtype), shape), expandTo(convert(b, dtype), shape)];
  return node({ kind: "elementwise", name: "select" }, inputs, shape, dtype);
};

/** First word of Threefry-2x32 with the key (key0, key1) at each counter; all int32. */
export const threefry = (key0: Node, key1: Node, counter: Node): Node => {
  const inputs = [expandTo(key0, counter.shape), expandTo(key1, counter.shape), counter];
  return node({ kind: "elementwise", name: "threefry" }, inputs, counter.shape, "int32");
};

/** x under another identity, so that gradients can be taken of this use alone. */
export const alias = (x: Node): Node => node({ kind: "alias", constant: false }, [x], x.shape, x.dtype);

/** x as a constant to gradients. */
export const stopGradient = (x: Node): Node => node({ kind: "alias", constant: true }, [x], x.shape, x.dtype);

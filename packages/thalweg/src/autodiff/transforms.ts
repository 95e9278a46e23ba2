import { ThalwegError } from "../errors/thalweg-error.ts";
import { alias, showShape } from "../graph/index.ts";
import { isFloat } from "../kernels/dtype.ts";
import { flatten, Tensor, type Tree, unflatten } from "../tensor/index.ts";
import { whileTracing } from "../tensor/tracing.ts";
import { backward, record } from "./backward.ts";

/** Inputs under fresh identities, so that only this use of them is differentiated. */
const fresh = <T extends Tree>(operation: string, tree: T): { tree: T; list: Tensor[] } => {
  const list = flatten(tree).map((tensor) => {
    if (!isFloat(tensor.dtype)) {
      throw new ThalwegError(
        "dtype",
        `${operation}: cannot differentiate with respect to ${tensor.dtype}; use toType("float32")`,
      );
    }
    return new Tensor(alias(tensor.node));
  });
  return { tree: unflatten(tree, list), list };
};

/**
 * Value and gradient of a scalar function with respect to its first argument, a tensor or tree.
 *
 * @example
 * const { value, gradient } = valueAndGrad((x: Tensor) => x.square().sum())(tensor([1, 2]));
 * await value.item(); // 5
 * await gradient.data(); // [2, 4]
 */
export const valueAndGrad =
  <T extends Tree, R extends readonly unknown[]>(f: (x: T, ...rest: R) => Tensor) =>
  (x: T, ...rest: R): { value: Tensor; gradient: T } => {
    const { tree, list } = fresh("grad", x);
    const value = whileTracing(() => f(tree, ...rest));
    if (value.size !== 1) {
      throw new ThalwegError(
        "shape",
        `grad: the function must return one number, got ${showShape(value.shape)}; reduce it with sum() or mean(), or use vjp`,
      );
    }
    const one = value.literal(1).expand(value.shape);
    return { value, gradient: unflatten(x, backward(record([value], list), [one])) };
  };

/** Gradient of a scalar function with respect to its first argument; `grad(grad(f))` and so on for higher orders. */
export const grad =
  <T extends Tree, R extends readonly unknown[]>(f: (x: T, ...rest: R) => Tensor) =>
  (x: T, ...rest: R): T =>
    valueAndGrad(f)(x, ...rest).gradient;

/** Value of f at x and the map from a cotangent of the value to one of x: v ↦ vᵀ·J. */
export const vjp = <T extends Tree, Y extends Tree>(
  f: (x: T) => Y,
  x: T,
): { value: Y; pullback: (cotangent: Y) => T } => {
  const { tree, list } = fresh("vjp", x);
  const value = whileTracing(() => f(tree));
  const tape = record(flatten(value), list);
  return {
    value,
    pullback: (cotangent) => {
      const given = flatten(cotangent);
      checkShapes("vjp: cotangent", tape.outputs, given);
      return unflatten(x, backward(tape, given));
    },
  };
};

/** Value of f at x and its derivative along `tangent`: J·v. */
export const jvp = <T extends Tree, Y extends Tree>(f: (x: T) => Y, x: T, tangent: T): { value: Y; tangent: Y } => {
  const { tree, list } = fresh("jvp", x);
  checkShapes("jvp: tangent", list, flatten(tangent));
  const value = whileTracing(() => f(tree));
  const outputs = flatten(value);
  // uᵀ·J is linear in u, so its derivative by u along v is J·v; the value of u never matters.
  const u = outputs.map((output) => new Tensor(alias(output.literal(0).expand(output.shape).node)));
  const pulled = backward(record(outputs, list), u);
  return { value, tangent: unflatten(value, backward(record(pulled, u), flatten(tangent))) };
};

/** Hessian of a scalar function times a vector: H·v = ∇(∇f·v). */
export const hvp = <T extends Tree>(f: (x: T) => Tensor, x: T, v: T): T => {
  const directional = (point: T): Tensor => {
    const products = flatten(grad(f)(point)).map((gradient, index) => gradient.mul(flatten(v)[index]).sum());
    return products.reduce((total, product) => total.add(product));
  };
  checkShapes("hvp: v", flatten(x), flatten(v));
  return grad(directional)(x);
};

const checkShapes = (what: string, expected: readonly Tensor[], given: readonly Tensor[]): void => {
  expected.forEach((tensor, index) => {
    const other = given[index];
    if (other && `${other.shape}` === `${tensor.shape}`) return;
    throw new ThalwegError(
      "shape",
      `${what} ${index} must have shape ${showShape(tensor.shape)}, got ${other ? showShape(other.shape) : "nothing"}`,
    );
  });
};

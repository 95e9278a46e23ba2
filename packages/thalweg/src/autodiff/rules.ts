import { ThalwegError } from "../errors/thalweg-error.ts";
import type { ElementwiseName, Operation } from "../graph/index.ts";
import * as graph from "../graph/index.ts";
import { isFloat } from "../kernels/dtype.ts";
import { Tensor, where } from "../tensor/index.ts";
import type { Recorded } from "./backward.ts";
import { composedGradients } from "./composed-rules.ts";

/** A node in the eyes of its gradient rule: g is the gradient of the result, y the result. */
interface Use {
  readonly g: Tensor;
  readonly y: Tensor;
  readonly inputs: readonly Tensor[];
}

/** Gradients of the inputs, in order; undefined where none flows. */
export type Gradients = readonly (Tensor | undefined)[];

const zero = (x: Tensor): Tensor => x.literal(0);
const half = (x: Tensor): Tensor => x.literal(0.5);

/** d result / d inputs of every element-wise operation, times g. */
const elementwise: Partial<Record<ElementwiseName, (use: Use) => Gradients>> = {
  add: ({ g }) => [g, g],
  sub: ({ g }) => [g, g.neg()],
  mul: ({ g, inputs: [a, b] }) => [g.mul(b), g.mul(a)],
  div: ({ g, y, inputs: [, b] }) => [g.div(b), g.mul(y).div(b).neg()],
  pow: ({ g, y, inputs: [a, b] }) => [
    g.mul(where(b.eq(zero(b)), zero(a), b.mul(a.pow(b.sub(b.literal(1)))))),
    g.mul(where(a.gt(zero(a)), y.mul(a.log()), zero(a))),
  ],
  max: ({ g, inputs: [a, b] }) => [share(g, a.gt(b), a.eq(b)), share(g, b.gt(a), a.eq(b))],
  min: ({ g, inputs: [a, b] }) => [share(g, a.lt(b), a.eq(b)), share(g, b.lt(a), a.eq(b))],
  neg: ({ g }) => [g.neg()],
  abs: ({ g, inputs: [x] }) => [g.mul(x.sign())],
  sqrt: ({ g, y }) => [g.mul(half(y)).div(y)],
  relu: ({ g, y }) => [where(y.gt(zero(y)), g, zero(g))],
  sigmoid: ({ g, y }) => [g.mul(y).mul(y.literal(1).sub(y))],
  exp: ({ g, y }) => [g.mul(y)],
  log: ({ g, inputs: [x] }) => [g.div(x)],
  expm1: ({ g, y }) => [g.mul(y.add(y.literal(1)))],
  log1p: ({ g, inputs: [x] }) => [g.div(x.add(x.literal(1)))],
  sin: ({ g, inputs: [x] }) => [g.mul(x.cos())],
  cos: ({ g, inputs: [x] }) => [g.mul(x.sin()).neg()],
  tanh: ({ g, y }) => [g.mul(y.literal(1).sub(y.square()))],
  erf: ({ g, inputs: [x] }) => [g.mul(x.square().neg().exp()).mul(x.literal(2 / Math.sqrt(Math.PI)))],
  select: ({ g, inputs: [condition] }) => [undefined, where(condition, g, zero(g)), where(condition, zero(g), g)],
};

/** g where an operand won, half of it where both are equal. */
const share = (g: Tensor, wins: Tensor, ties: Tensor): Tensor => where(wins, g, where(ties, g.mul(half(g)), zero(g)));

/** The gradients of a node's inputs, given the gradient of its result. */
export const gradientsOf = ({ node, operation, inputs: nodes }: Recorded, g: Tensor): Gradients => {
  const inputs = nodes.map((input) => new Tensor(input));
  const y = new Tensor(node);
  const [x] = inputs;
  switch (operation.kind) {
    case "elementwise":
      return elementwise[operation.name]?.({ g, y, inputs }) ?? [];
    case "convert":
      return isFloat(x.dtype) ? [g.toType(x.dtype)] : [];
    case "alias":
      return operation.constant ? [] : [g];
    case "reshape":
      return [g.reshape(x.shape)];
    case "permute":
      return [g.permute(operation.order.map((_, axis) => operation.order.indexOf(axis)))];
    case "expand":
      return [new Tensor(graph.sumToShape(g.node, x.shape))];
    case "slice":
      return [unsliced(g, x.shape, operation)];
    case "pad":
      return [
        g.slice(...x.shape.map((extent, axis) => [operation.before[axis], operation.before[axis] + extent] as const)),
      ];
    case "windows": {
      const { first, strides, dilations } = operation;
      const extents = x.shape.slice(first, first + strides.length);
      return [new Tensor(graph.overlapAdd(g.node, first, strides, dilations, extents))];
    }
    case "composed":
      return composedGradients(operation.rule, nodes, y, g);
    case "reduce":
      return [reduceGradient(x, y, g, operation)];
    case "cumsum":
      return [reversed(reversed(g, operation.axis).cumsum(operation.axis), operation.axis)];
    case "matmul":
      return [g.matmul(inputs[1].transpose()), x.transpose().matmul(g)];
    case "assemble":
      return inputs.map((part, index) => {
        const start = operation.starts[index];
        return g.slice(
          ...part.shape.map((extent, axis) => (axis === operation.axis ? ([start, start + extent] as const) : null)),
        );
      });
    case "gather":
      return [new Tensor(graph.scatterAdd(g.node, nodes[1], operation.axis, x.shape[operation.axis]))];
    case "scatterAdd":
      return [new Tensor(graph.gather(g.node, nodes[1], operation.axis))];
    case "call":
      throw new ThalwegError(
        "argument",
        `grad: ${operation.routine} has no gradient; take it of what does not depend on the parameters, or use stopGradient`,
      );
    default:
      return [];
  }
};

const reversed = (x: Tensor, axis: number): Tensor =>
  x.slice(...x.shape.map((_, a) => (a === axis ? ([null, null, -1] as const) : null)));

type Kind<K extends Operation["kind"]> = Extract<Operation, { kind: K }>;

const reduceGradient = (x: Tensor, y: Tensor, g: Tensor, { name, axes }: Kind<"reduce">): Tensor => {
  const kept = x.shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent));
  const spread = g.reshape(kept).expand(x.shape);
  if (name === "sum") return spread;
  // Equal extremes share the gradient.
  const hit = x.eq(y.reshape(kept));
  const ties = hit.toType(x.dtype).sum(axes, { keepDims: true });
  return where(hit, spread.div(ties), zero(g));
};

/** g spread back over the elements that a slice picked, zeros between. */
const unsliced = (g: Tensor, shape: readonly number[], { starts, steps }: Kind<"slice">): Tensor => {
  let result = g;
  steps.forEach((step, axis) => {
    const count = result.shape[axis];
    const ascending = step < 0 ? reversed(result, axis) : result;
    const first = step < 0 ? starts[axis] + step * (count - 1) : starts[axis];
    const spread = Math.abs(step) > 1 ? dilated(ascending, axis, Math.abs(step)) : ascending;
    const after = shape[axis] - first - spread.shape[axis];
    const trimmed =
      after < 0
        ? spread.slice(...spread.shape.map((extent, a) => (a === axis ? ([0, extent + after] as const) : null)))
        : spread;
    result = trimmed.pad(
      shape
        .map((_, a) => (a === axis ? ([first, Math.max(after, 0)] as const) : ([0, 0] as const)))
        .slice(0, g.shape.length),
    );
  });
  return result;
};

/** step − 1 zeros after every element along an axis. */
const dilated = (x: Tensor, axis: number, step: number): Tensor => {
  const apart = x.reshape([...x.shape.slice(0, axis + 1), 1, ...x.shape.slice(axis + 1)]);
  const padded = apart.pad(apart.shape.map((_, a) => (a === axis + 1 ? [0, step - 1] : [0, 0])));
  return padded.reshape(x.shape.map((extent, a) => (a === axis ? extent * step : extent)));
};

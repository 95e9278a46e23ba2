import { ThalwegError } from "../errors/thalweg-error.ts";
import type { Node, ReduceName, Shape } from "../graph/index.ts";
import * as graph from "../graph/index.ts";
import type { DType, TypedArray } from "../kernels/dtype.ts";
import { Elementwise, operandNode } from "./elementwise.ts";
import { evaluateNodes, readNode } from "./evaluate.ts";
import { type Range, sliced } from "./slicing.ts";

export type { Range } from "./slicing.ts";

/** What operations take beside a tensor: a number takes on the tensor's dtype. */
export type Operand = Tensor | number;

/** Axes to reduce (all when left out; negative ones count from the end) and whether they stay with extent 1. */
export interface ReduceOptions {
  readonly keepDims?: boolean;
}

/**
 * An array that is described first and computed when it is read: `await t.data()`, `await t.item()`
 * or `await evaluate(a, b)`. Values never change; memory looks after itself.
 *
 * @example
 * const x = tensor([[1, 2], [3, 4]]);
 * await x.matmul(x.transpose()).sum().item(); // 52
 */
export class Tensor extends Elementwise<Tensor> {
  get shape(): Shape {
    return this.node.shape;
  }
  get dtype(): DType {
    return this.node.dtype;
  }
  get size(): number {
    return graph.sizeOf(this.shape);
  }

  /** A copy of the values in row-major order. */
  data(): Promise<TypedArray> {
    return readNode(this.node);
  }
  /** The value of a tensor with one element. */
  async item(): Promise<number> {
    if (this.size !== 1) {
      throw new ThalwegError(
        "shape",
        `item: needs one element, got ${graph.showShape(this.shape)}; use data() or reduce first`,
      );
    }
    return (await this.data())[0];
  }
  /** Executes this tensor and keeps its values. */
  async evaluate(): Promise<this> {
    await evaluateNodes([this.node]);
    return this;
  }

  sum(axes?: number | readonly number[], options?: ReduceOptions): Tensor {
    return this.reduce("sum", axes, options);
  }
  max(axes?: number | readonly number[], options?: ReduceOptions): Tensor {
    return this.reduce("max", axes, options);
  }
  min(axes?: number | readonly number[], options?: ReduceOptions): Tensor {
    return this.reduce("min", axes, options);
  }
  mean(axes?: number | readonly number[], options?: ReduceOptions): Tensor {
    const x = this.float();
    return x.sum(axes, options).div(x.literal(x.countOver("mean", axes)));
  }
  /** Mean squared distance from the mean; divided by n − correction (1 gives the unbiased estimate). */
  variance(
    axes?: number | readonly number[],
    { correction = 0, keepDims = false }: ReduceOptions & { correction?: number } = {},
  ): Tensor {
    const x = this.float();
    const count = x.countOver("variance", axes) - correction;
    if (count <= 0) {
      throw new ThalwegError(
        "argument",
        `variance: correction ${correction} must be less than the ${count + correction} elements reduced`,
      );
    }
    return x
      .sub(x.mean(axes, { keepDims: true }))
      .square()
      .sum(axes, { keepDims })
      .div(x.literal(count));
  }
  /** Euclidean norm √Σx². */
  norm(axes?: number | readonly number[], options?: ReduceOptions): Tensor {
    return this.float().square().sum(axes, options).sqrt();
  }
  /** Index of the largest element along an axis, the first of equals; a NaN counts as largest. int32. */
  argmax(axis = -1, { keepDims = false }: ReduceOptions = {}): Tensor {
    const along = graph.normalizeAxis("argmax", this.shape, axis);
    const largest = this.max(along, { keepDims: true });
    const hit = this.eq(largest).or(this.ne(this));
    const index = new Tensor(graph.iota(this.shape, along));
    return where(hit, index, index.literal(this.shape[along])).min(along, { keepDims });
  }
  /** Running sum along an axis. */
  cumsum(axis = -1): Tensor {
    return new Tensor(graph.cumsum(this.node, graph.normalizeAxis("cumsum", this.shape, axis)));
  }

  /** [..., m, k] × [..., k, n]; leading axes broadcast. */
  matmul(other: Tensor): Tensor {
    return new Tensor(graph.matmul(this.node, other.node));
  }

  reshape(shape: Shape): Tensor {
    return new Tensor(graph.reshape(this.node, shape));
  }
  permute(order: readonly number[]): Tensor {
    return new Tensor(graph.permute(this.node, order));
  }
  /** Swaps the last two axes. */
  transpose(): Tensor {
    return new Tensor(graph.transpose(this.node));
  }
  /** Repeats axes of extent 1 up to `shape`. */
  expand(shape: Shape): Tensor {
    return new Tensor(graph.expandTo(this.node, shape));
  }
  /** One range an axis: `x.slice([1, 3], [0, null, 2])` is x[1:3, ::2]; a number picks one index and drops the axis. */
  slice(...ranges: readonly Range[]): Tensor {
    return new Tensor(sliced(this.node, ranges));
  }
  /** `value` around the tensor: one [before, after] an axis. */
  pad(widths: readonly (readonly [number, number])[], value = 0): Tensor {
    return new Tensor(graph.pad(this.node, widths, value));
  }
  /** Slices along `axis` by a list of indices; those beyond the ends are clamped. */
  gather(indices: Tensor | readonly number[], axis = 0): Tensor {
    const list =
      indices instanceof Tensor ? indices : new Tensor(graph.hostLeaf(Int32Array.from(indices), [indices.length]));
    return new Tensor(graph.gather(this.node, list.node, axis));
  }
  /** Integers k as rows with a 1 at position k: [...] → [..., classes], float32. */
  oneHot(classes: number): Tensor {
    const shape = [...this.shape, classes];
    const index = new Tensor(graph.iota(shape, shape.length - 1));
    return index.eq(this.reshape([...this.shape, 1])).toType("float32");
  }
  /** A constant of the operation at hand, in this tensor's dtype. */
  literal(value: number): Tensor {
    return new Tensor(graph.literal(value, this.dtype));
  }

  protected from(node: Node): Tensor {
    return new Tensor(node);
  }
  private reduce(
    name: ReduceName,
    axes?: number | readonly number[],
    { keepDims = false }: ReduceOptions = {},
  ): Tensor {
    const list = graph.normalizeAxes(name, this.shape, axes);
    const result = graph.reduce(name, this.node, list);
    const kept = this.shape.map((extent, axis) => (list.includes(axis) ? 1 : extent));
    return new Tensor(keepDims ? graph.reshape(result, kept) : result);
  }
  private countOver(operation: string, axes?: number | readonly number[]): number {
    return graph.sizeOf(graph.normalizeAxes(operation, this.shape, axes).map((axis) => this.shape[axis]));
  }
}

/** A number as a tensor beside `like`, in its dtype when that holds the number, else in int32 or float32. */
export const operand = (value: Operand, like: Tensor): Tensor =>
  value instanceof Tensor ? value : new Tensor(operandNode(value, like.node));

/** `a` where `condition` is not 0, else `b`; all broadcast. */
export const where = (condition: Tensor, a: Operand, b: Operand): Tensor => {
  const like = a instanceof Tensor ? a : b instanceof Tensor ? b : new Tensor(graph.literal(0, "float32"));
  return new Tensor(graph.select(condition.node, operand(a, like).node, operand(b, like).node));
};

/** x itself, as a constant to gradients. */
export const stopGradient = (x: Tensor): Tensor => new Tensor(graph.stopGradient(x.node));

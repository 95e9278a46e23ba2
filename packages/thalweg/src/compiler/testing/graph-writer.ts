import type { BinaryName, Node, ReduceName, UnaryName } from "../../graph/index.ts";
import * as graph from "../../graph/index.ts";
import { type DType, isFloat, type TypedArray, typedArray } from "../../kernels/dtype.ts";

const unaryNames: readonly UnaryName[] = [
  ...(["neg", "abs", "sqrt", "floor", "round", "trunc", "not", "relu", "sigmoid"] as const),
  ...(["exp", "log", "expm1", "log1p", "sin", "cos", "tanh", "erf"] as const),
];
const binaryNames: readonly BinaryName[] = ["add", "sub", "mul", "div", "min", "max", "pow", "lt", "le", "eq", "ne"];
const integerNames: readonly BinaryName[] = ["and", "or", "xor", "shl", "shr"];
const reduceNames: readonly ReduceName[] = ["sum", "max", "min"];
const largest = 3000;

/** Takes numbers from a list, 0 when it is used up: so that a graph shrinks with its list. */
export class Choices {
  private readonly list: readonly number[];
  private position = 0;
  constructor(list: readonly number[]) {
    this.list = list;
  }
  below(count: number): number {
    return (this.list[this.position++] ?? 0) % count;
  }
  of<T>(options: readonly T[]): T {
    return options[this.below(options.length)];
  }
}

/** Like 1.25 or −3 for floats, small or any integers otherwise; the same for the same seed. */
const valuesOf = (dtype: DType, length: number, seed: number): TypedArray => {
  const values = typedArray(dtype, length);
  let word = (seed * 0x9e3779b1 + 0x7f4a7c15) | 0;
  for (let i = 0; i < length; i++) {
    word = Math.imul(word ^ (word >>> 15), 0x2c1b3c6d) + 0x297a2d39;
    word ^= word >>> 12;
    if (isFloat(dtype)) values[i] = (word >> 8) / 2 ** 21 + (word & 1 ? 0 : 1);
    else values[i] = word & 1 ? word >> 28 : word >> (seed % 24);
  }
  return values;
};

/** Makes a graph node by node out of choices. */
export class GraphWriter {
  readonly nodes: Node[] = [];
  readonly inputs: TypedArray[] = [];
  readonly knobs: Record<string, number> = { rate: 0.75, count: 3 };
  private readonly dtypes: readonly DType[];

  constructor(dtypes: readonly DType[]) {
    this.dtypes = dtypes;
  }

  private input(shape: readonly number[], dtype: DType, seed: number): Node {
    this.inputs.push(valuesOf(dtype, graph.sizeOf(shape), seed));
    return graph.input(this.inputs.length - 1, shape, dtype);
  }

  leaf(choose: Choices): Node {
    const dtype = choose.of(this.dtypes);
    const shape = Array.from({ length: choose.below(4) }, () => choose.of([1, 2, 3, 4, 5, 7, 8, 9, 13, 18]));
    return this.input(shape, dtype, choose.below(1000));
  }

  /** Inputs of one shape. */
  states(shape: readonly number[], count: number, choose: Choices): void {
    for (let state = 0; state < count; state++) this.nodes.push(this.input(shape, "float32", choose.below(1000)));
  }

  /** Something that broadcasts against `x`: another node of its shape, or a new input with axes of 1. */
  private partner(x: Node, choose: Choices): Node {
    const same = this.nodes.filter((other) => graph.sameShape(other.shape, x.shape));
    if (choose.below(3) > 0) return choose.of(same);
    const dropped = choose.below(x.shape.length + 1);
    const shape = x.shape.slice(dropped).map((extent) => (choose.below(3) === 0 ? 1 : extent));
    return this.input(shape, choose.of(this.dtypes), choose.below(1000));
  }

  private binary(x: Node, choose: Choices): Node {
    if (choose.below(4) === 0 && !isFloat(x.dtype)) {
      const name = choose.of(integerNames);
      const other = this.partner(x, choose);
      const integer = isFloat(other.dtype) ? graph.convert(other, "int32") : other;
      const shift = name === "shl" || name === "shr";
      return graph.binary(name, x, shift ? graph.binary("and", integer, graph.literal(31, integer.dtype)) : integer);
    }
    const name = choose.of(binaryNames);
    const kind = choose.below(5);
    const number = choose.of([0, 1, -1, 2, 3]);
    if (kind === 0) return graph.binary(name, x, graph.scalar(number, x.dtype));
    if (kind === 1) return graph.binary(name, graph.literal(number, x.dtype), x);
    if (kind === 2 && isFloat(x.dtype)) return graph.binary(name, x, graph.knob("rate", x.dtype));
    const other = this.partner(x, choose);
    return choose.below(2) === 0 ? graph.binary(name, x, other) : graph.binary(name, other, x);
  }

  private reshaped(x: Node, choose: Choices): Node {
    const shape: number[] = [];
    let rest = graph.sizeOf(x.shape);
    while (rest > 1 && shape.length < 4) {
      const divisors = [1, 2, 3, 4, 5, 6, 7, 8, 9].filter((divisor) => rest % divisor === 0);
      const extent = shape.length === 3 ? rest : choose.of([rest, ...divisors]);
      shape.push(extent);
      rest /= extent;
    }
    return graph.reshape(x, rest === 1 ? shape : [...shape, rest]);
  }

  private permuted(x: Node, choose: Choices): Node {
    const left = x.shape.map((_, axis) => axis);
    return graph.permute(
      x,
      x.shape.map(() => left.splice(choose.below(left.length), 1)[0]),
    );
  }

  private sliced(x: Node, choose: Choices): Node {
    const ranges = x.shape.map((extent) => {
      const from = choose.below(extent);
      const step = choose.of([1, 1, -1, 2, -2, 3]);
      const most = step > 0 ? Math.ceil((extent - from) / step) : Math.ceil((from + 1) / -step);
      return { start: from, count: 1 + choose.below(most), step };
    });
    return graph.slice(x, ranges);
  }

  private padded(x: Node, choose: Choices): Node {
    const widths = x.shape.map(() => [choose.below(3), choose.below(3)] as const);
    return graph.pad(x, widths, choose.of([0, 1, 7]));
  }

  private expanded(x: Node, choose: Choices): Node {
    const repeated = x.shape.map((extent) => (extent === 1 ? 1 + choose.below(4) : extent));
    return graph.expandTo(x, choose.below(2) === 0 ? repeated : [1 + choose.below(3), ...repeated]);
  }

  private axes(x: Node, choose: Choices): number[] {
    return x.shape.flatMap((_, axis) => (choose.below(2) === 0 ? [axis] : []));
  }

  /** x beside a reduction of itself, as in softmax and normalization. */
  private centred(x: Node, choose: Choices): Node {
    const axes = choose.below(2) === 0 ? this.axes(x, choose) : x.shape.map((_, axis) => axis).slice(-1);
    const reduced = graph.reduce(choose.of(reduceNames), x, axes);
    const kept = graph.reshape(
      reduced,
      x.shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent)),
    );
    return graph.binary(choose.of(["sub", "mul", "div", "le"]), x, kept);
  }

  private product(x: Node, choose: Choices): Node {
    if (x.shape.length < 2) return graph.matmul(graph.reshape(x, [1, -1]), graph.reshape(x, [-1, 1]));
    if (choose.below(3) === 0) return graph.matmul(x, graph.transpose(x));
    const k = x.shape[x.shape.length - 1];
    const batch =
      choose.below(2) === 0 ? [] : x.shape.slice(0, -2).map((extent) => (choose.below(2) === 0 ? 1 : extent));
    const other = this.input([...batch, k, 1 + choose.below(9)], choose.of(this.dtypes), choose.below(1000));
    return graph.matmul(x, choose.below(2) === 0 ? other : graph.unary("neg", other));
  }

  private assembled(x: Node, choose: Choices): Node {
    if (x.shape.length === 0) return x;
    const axis = choose.below(x.shape.length);
    const fits = this.nodes.filter(
      ({ shape }) => shape.length === x.shape.length && shape.every((extent, a) => a === axis || extent === x.shape[a]),
    );
    const parts = Array.from({ length: 1 + choose.below(3) }, () => choose.of(fits));
    if (choose.below(2) === 0) return graph.concat([x, ...parts], axis);
    let extent = choose.below(3);
    const own = [x, ...parts.filter(({ dtype }) => dtype === x.dtype)];
    const starts = own.map(({ shape }) => {
      const start = extent;
      extent += shape[axis] + choose.below(3);
      return start;
    });
    return graph.assemble(own, axis, starts, extent);
  }

  private rows(x: Node, choose: Choices): Node {
    if (x.shape.length === 0) return x;
    const axis = choose.below(x.shape.length);
    const known = this.nodes.filter(({ shape, dtype }) => shape.length === 1 && !isFloat(dtype));
    const scatter = choose.below(3) === 0;
    const count = scatter ? x.shape[axis] : 1 + choose.below(9);
    const fits = known.filter(({ shape }) => !scatter || shape[0] === count);
    const indices = choose.of([...fits, this.input([count], "int32", choose.below(1000))]);
    return scatter ? graph.scatterAdd(x, indices, axis, 1 + choose.below(6)) : graph.gather(x, indices, axis);
  }

  /** One more node; too large ones are summed away. */
  step(choose: Choices): void {
    const { length } = this.nodes;
    const x = this.nodes[length - 1 - choose.below(choose.below(4) === 0 ? length : Math.min(3, length))];
    const next = this.made(x, choose);
    this.nodes.push(graph.sizeOf(next.shape) > largest ? graph.reduce("sum", next, [0]) : next);
  }

  private made(x: Node, choose: Choices): Node {
    const axis = choose.below(Math.max(1, x.shape.length));
    switch (choose.below(23)) {
      case 0:
        return this.leaf(choose);
      case 1:
      case 2:
      case 3:
        return graph.unary(choose.of(unaryNames), x);
      case 4:
      case 5:
      case 6:
        return this.binary(x, choose);
      case 7: {
        const condition = this.partner(x, choose);
        return graph.select(condition, x, this.partner(x, choose));
      }
      case 8:
        return graph.convert(x, choose.of(this.dtypes));
      case 9:
        return graph.alias(x);
      case 10:
        return this.reshaped(x, choose);
      case 11:
        return this.permuted(x, choose);
      case 12:
        return this.sliced(x, choose);
      case 13:
        return this.padded(x, choose);
      case 14:
        return this.expanded(x, choose);
      case 15:
        return graph.reduce(choose.of(reduceNames), x, this.axes(x, choose));
      case 16:
      case 21:
        return this.centred(x, choose);
      case 17:
        return x.shape.length === 0 ? x : graph.cumsum(x, axis);
      case 18:
        return this.product(x, choose);
      case 19:
        return this.assembled(x, choose);
      case 20:
        return this.rows(x, choose);
      default: {
        const index = graph.iota(x.shape.length === 0 ? [3] : x.shape, x.shape.length === 0 ? 0 : axis);
        const key = graph.knob("count", "int32");
        return choose.below(2) === 0 ? index : graph.threefry(key, graph.scalar(7, "int32"), index);
      }
    }
  }
}

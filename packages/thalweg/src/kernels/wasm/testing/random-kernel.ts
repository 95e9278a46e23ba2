import { KernelBuilder, kernelFrom } from "../../builder.ts";
import { type DType, isFloat, type ScalarType, scalarType, type TypedArray, typedArray } from "../../dtype.ts";
import type { Access, BinaryOp, Kernel, Phase, Reduction, Store, UnaryOp } from "../../kernel.ts";
import type { TestArray } from "./launched.ts";

/** Random kernels with random arrays to run them on: for comparing the renderer with the interpreter. */
export interface RandomLaunch {
  readonly kernel: Kernel;
  readonly extents: readonly number[];
  readonly inputs: readonly (TestArray & { readonly values: TypedArray })[];
  readonly outputs: readonly (TestArray & { readonly length: number })[];
  readonly numbers: readonly number[];
}

const dtypes: readonly DType[] = ["float32", "float64", "int32", "uint8"];
const unaries: Record<ScalarType, readonly UnaryOp[]> = {
  float32: ["neg", "abs", "floor", "round", "trunc", "convert"],
  float64: ["neg", "abs", "floor", "round", "trunc", "convert"],
  int32: ["neg", "abs", "convert"],
  bool: ["not", "convert"],
};
const arithmetic: readonly BinaryOp[] = ["add", "sub", "mul", "min", "max", "lt", "le", "eq", "ne"];
const binaries: Record<ScalarType, readonly BinaryOp[]> = {
  float32: [...arithmetic, "div"],
  float64: [...arithmetic, "div"],
  int32: [...arithmetic, "and", "or", "xor"],
  bool: ["and", "or", "xor", "eq", "ne", "lt", "le"],
};

/** Draws from a linear congruential generator. */
class Draw {
  #state: number;

  constructor(seed: number) {
    this.#state = Math.imul(seed, 2654435761) | 1;
  }

  /** A number in [0, 1). */
  fraction(): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) | 0;
    return (this.#state >>> 8) / 2 ** 24;
  }

  below(limit: number): number {
    return Math.floor(this.fraction() * limit);
  }

  one<T>(items: readonly T[]): T {
    return items[this.below(items.length)];
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }
}

/** Builds one random kernel; `row` values do not vary along reduced dimensions. */
class Maker {
  readonly draw: Draw;
  readonly builder = new KernelBuilder();
  readonly parallel: number;
  readonly reduced: number;
  readonly vector: Kernel["vector"];
  readonly sequential: boolean;
  readonly accesses: Access[] = [];
  readonly reductions: Reduction[] = [];
  readonly outputs: DType[] = [];
  readonly outputLevels: Store["level"][] = [];
  row: number[] = [];
  inner: number[] = [];

  constructor(seed: number) {
    this.draw = new Draw(seed);
    this.parallel = this.draw.below(4);
    this.reduced = this.draw.below(3);
    this.vector = this.reduced > 0 && this.draw.chance(0.5) ? "reduced" : "parallel";
    this.sequential = this.reduced > 0 && this.vector === "parallel" && this.draw.chance(0.3);
  }

  make(): Kernel {
    const { draw, builder } = this;
    for (let dim = 0; dim < this.parallel + this.reduced; dim += 1) {
      this.note(builder.add({ op: "index", type: "int32", dim }), dim < this.parallel);
    }
    for (const type of ["float32", "float64", "int32"] as const) {
      this.note(builder.literal(type, type === "int32" ? draw.below(9) - 4 : draw.fraction() * 4 - 2), true);
      this.note(builder.add({ op: "argument", type, argument: type === "int32" ? 1 : draw.below(2) }), true);
    }
    for (const dtype of dtypes) this.load(dtype);
    for (let count = 0; count < 4; count += 1) this.load(draw.one(dtypes));
    this.grow(10);
    const phases = Array.from({ length: this.reduced > 0 ? 1 + draw.below(3) : 1 }, () => this.phase());
    return kernelFrom(builder, {
      parallel: this.parallel,
      reduced: this.reduced,
      vector: this.vector,
      sequential: this.sequential,
      accesses: this.accesses,
      outputs: this.outputs,
      reductions: this.reductions,
      phases,
      arguments: 2,
    });
  }

  note(position: number, row: boolean): void {
    this.inner.push(position);
    if (row) this.row.push(position);
  }

  ofType(type: ScalarType, from: readonly number[]): number | undefined {
    const found = from.filter((position) => this.builder.typeOf(position) === type);
    return found.length > 0 ? this.draw.one(found) : undefined;
  }

  load(dtype: DType): void {
    const { draw, builder } = this;
    const rowOnly = this.reduced > 0 && draw.chance(0.3);
    const lane = rowOnly && this.vector === "reduced" ? 0 : draw.one([0, 1, 1, "any"] as const);
    const pool = rowOnly ? this.row : this.inner;
    const guard = draw.chance(0.25) ? this.ofType("bool", pool) : undefined;
    const index = draw.chance(0.25) ? this.ofType("int32", pool) : undefined;
    const at = index === undefined ? undefined : builder.binary("and", index, builder.literal("int32", 3));
    this.accesses.push({ dtype, lane, rowOnly });
    const access = this.accesses.length - 1;
    this.note(builder.add({ op: "load", type: scalarType(dtype), access, guard, at }), rowOnly || this.reduced === 0);
  }

  /** Adds `count` random operations to each pool. */
  grow(count: number): void {
    for (let index = 0; index < count; index += 1) {
      this.operation(this.inner, false);
      this.operation(this.row, true);
    }
  }

  operation(pool: readonly number[], row: boolean): void {
    const { draw, builder } = this;
    const a = draw.one(pool);
    const type = builder.typeOf(a);
    if (draw.chance(0.3)) {
      const to = draw.one(["float32", "float64", "int32", "bool"] as const);
      const op = draw.one(unaries[type]);
      this.note(op === "convert" ? builder.unary(op, a, to) : builder.unary(op, a), row);
      return;
    }
    const b = this.ofType(type, pool) ?? a;
    const condition = this.ofType("bool", pool);
    if (condition !== undefined && draw.chance(0.2)) this.note(builder.select(condition, a, b), row);
    else if (type === "int32" && draw.chance(0.2)) {
      const amount = builder.binary("and", b, builder.literal("int32", 7));
      this.note(builder.binary(draw.one(["shl", "shr"] as const), a, amount), row);
    } else this.note(builder.binary(draw.one(binaries[type]), a, b), row);
  }

  phase(): Phase {
    const { draw, builder } = this;
    const reductions: number[] = [];
    const stores: Store[] = [];
    const inner = this.inner;
    if (this.reduced > 0) {
      for (let count = draw.below(3); count > 0; count -= 1) {
        const value = draw.one(inner.filter((position) => builder.typeOf(position) !== "bool"));
        const type = builder.typeOf(value);
        reductions.push(this.reductions.push({ op: draw.one(["sum", "max", "min"] as const), type, value }) - 1);
      }
    }
    const results = reductions.map((reduction): [number, ScalarType] => [reduction, this.reductions[reduction].type]);
    if (this.sequential) {
      this.inner = [...inner, ...results.map(([reduction, type]) => builder.add({ op: "running", type, reduction }))];
      for (let count = 0; count < 3; count += 1) this.operation(this.inner, false);
    }
    for (let count = draw.below(3); count > 0; count -= 1) stores.push(this.store(draw.one(this.inner), "element"));
    this.inner = inner;
    for (const [reduction, type] of results) this.note(builder.add({ op: "reduced", type, reduction }), true);
    this.grow(3);
    for (let count = 1 + draw.below(2); count > 0; count -= 1) stores.push(this.store(draw.one(this.row), "row"));
    return { reductions, stores };
  }

  store(value: number, level: Store["level"]): Store {
    const type = this.builder.typeOf(value);
    const integer = this.draw.chance(0.5) ? "int32" : "uint8";
    this.outputLevels.push(level);
    return { output: this.outputs.push(isFloat(type) ? type : integer) - 1, value, level };
  }
}

/** Strides for a random layout of `extents`, dense and without overlap. */
const denseStrides = (draw: Draw, extents: readonly number[]): readonly number[] => {
  const order = extents.map((_, dim) => dim);
  if (draw.chance(0.3)) order.reverse();
  const strides = extents.map(() => 0);
  let next = 1;
  for (const dim of order.toReversed()) {
    strides[dim] = next;
    next *= extents[dim];
  }
  return strides;
};

export const randomLaunch = (seed: number): RandomLaunch => {
  const maker = new Maker(seed);
  const kernel = maker.make();
  const { draw } = maker;
  const dims = kernel.parallel + kernel.reduced;
  const drawn = Array.from({ length: dims }, () => 1 + draw.below(draw.chance(0.3) ? 23 : 6));
  const large = drawn.reduce((product, extent) => product * extent, 1) > 2000;
  const extents = large ? drawn.map((extent, dim) => (dim < dims - 1 ? Math.min(extent, 3) : extent)) : drawn;
  const lanes = kernel.vector === "reduced" ? dims - 1 : kernel.parallel - 1;
  const inputs = kernel.accesses.map(({ dtype, lane, rowOnly }) => {
    const strides = extents.map((_, dim) => {
      if (rowOnly && dim >= kernel.parallel) return 0;
      if (dim === lanes) return lane === "any" ? draw.one([-3, -1, 2, 5]) : lane;
      return draw.one([-7, 0, 1, 6, 13]);
    });
    const reach = strides.map((stride, dim) => stride * (extents[dim] - 1));
    const offset = -reach.filter((part) => part < 0).reduce((sum, part) => sum + part, 0);
    const gatherStride = draw.below(4);
    const length =
      1 + offset + 3 * gatherStride + reach.filter((part) => part > 0).reduce((sum, part) => sum + part, 0);
    const values = typedArray(dtype, length).map(() => (draw.fraction() - (dtype === "uint8" ? 0 : 0.5)) * 20);
    return { values, offset, strides, gatherStride };
  });
  const outputs = kernel.outputs.map((_, index) => {
    const ranges = maker.outputLevels[index] === "row" ? extents.slice(0, kernel.parallel) : extents;
    const strides = [...denseStrides(draw, ranges), ...extents.slice(ranges.length).map(() => 0)];
    return { strides, length: ranges.reduce((product, extent) => product * extent, 1) };
  });
  return { kernel, extents, inputs, outputs, numbers: [draw.fraction() * 3 - 1.5, draw.below(9) - 4] };
};

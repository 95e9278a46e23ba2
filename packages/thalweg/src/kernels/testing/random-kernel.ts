import * as fc from "fast-check";
import { KernelBuilder, kernelFrom } from "../builder.ts";
import { type DType, isFloat, scalarType } from "../dtype.ts";
import type { Access, Phase, Reduction, Store } from "../kernel.ts";
import { elementOf, type KernelCase, type ViewCase } from "./kernel-case.ts";
import { chance, type Draw, Expressions, integer, Pool, pick } from "./random-expressions.ts";

/** Random kernels of every form the description allows, with launches of small, odd sizes. */
export const randomKernel = (draw: Draw): KernelCase => new RandomKernel(draw).make();

const gathered = 5;

class RandomKernel {
  private readonly draw: Draw;
  private readonly builder = new KernelBuilder();
  private readonly expressions: Expressions;
  private readonly parallel: number;
  private readonly reduced: number;
  private readonly sequential: boolean;
  private readonly vectorDim: number;
  private readonly extents: readonly number[];
  private readonly accesses: Access[] = [];
  private readonly inputs: ViewCase[] = [];
  private readonly outputs: ViewCase[] = [];
  private readonly reductions: Reduction[] = [];
  private readonly numbers: readonly number[];

  constructor(draw: Draw) {
    this.draw = draw;
    this.expressions = new Expressions(draw, this.builder, pick(draw, ["float32", "float64"] as const));
    this.parallel = integer(draw, 0, 3);
    this.reduced = integer(draw, 0, 2);
    const overReduced = this.reduced > 0 && chance(draw, 60);
    this.sequential = this.reduced > 0 && !overReduced && chance(draw, 40);
    this.vectorDim = overReduced ? this.parallel + this.reduced - 1 : this.parallel - 1;
    const last = [this.parallel - 1, this.parallel + this.reduced - 1];
    this.extents = Array.from({ length: this.parallel + this.reduced }, (_, dim) =>
      integer(draw, 1, last.includes(dim) ? 21 : 3),
    );
    this.numbers = [pick(draw, [0.5, -3, 1e-3]), integer(draw, -9, 9)];
  }

  make(): KernelCase {
    const { draw, builder, expressions } = this;
    const rowPool = new Pool();
    rowPool.put(expressions.float, builder.add({ op: "argument", type: expressions.float, argument: 0 }));
    rowPool.put("int32", builder.add({ op: "argument", type: "int32", argument: 1 }));
    this.addIndices(rowPool, 0, this.parallel);
    const pool = rowPool.copy();
    this.addIndices(pool, this.parallel, this.parallel + this.reduced);
    for (let count = integer(draw, 1, 4); count > 0; count--) this.addLoad(rowPool, pool);
    expressions.grow(rowPool, this.reduced > 0 ? 2 : 0);

    const phases: Phase[] = [];
    const phaseCount = this.reduced === 0 || this.sequential ? 1 : integer(draw, 1, 3);
    for (let k = 0; k < phaseCount; k++) phases.push(this.addPhase(rowPool, pool));
    const kernel = kernelFrom(builder, {
      parallel: this.parallel,
      reduced: this.reduced,
      vector: this.vectorDim < this.parallel ? "parallel" : "reduced",
      sequential: this.sequential,
      accesses: this.accesses,
      outputs: this.outputs.map(({ dtype }) => dtype),
      reductions: this.reductions,
      phases,
      arguments: this.numbers.length,
    });
    return { kernel, extents: this.extents, inputs: this.inputs, outputs: this.outputs, numbers: this.numbers };
  }

  private addIndices(pool: Pool, from: number, to: number): void {
    for (let dim = from; dim < to; dim++) pool.put("int32", this.builder.add({ op: "index", type: "int32", dim }));
  }

  private addPhase(rowPool: Pool, pool: Pool): Phase {
    const { draw, builder, expressions } = this;
    expressions.grow(pool, integer(draw, 1, 6));
    const reductions: number[] = [];
    for (let count = this.reduced === 0 ? 0 : integer(draw, 0, 2); count > 0; count--) {
      const type = pick(draw, [expressions.float, expressions.float, "int32"] as const);
      this.reductions.push({ op: pick(draw, ["sum", "max", "min"]), type, value: expressions.operand(pool, type) });
      reductions.push(this.reductions.length - 1);
    }
    const here = pool.copy();
    if (this.sequential) {
      for (const reduction of reductions) {
        const { type } = this.reductions[reduction];
        here.put(type, builder.add({ op: "running", type, reduction }));
      }
      expressions.grow(here, 2);
    }
    const stores: Store[] = [this.addStore(here, "element")];
    const results = new Pool();
    for (const reduction of reductions) {
      const { type } = this.reductions[reduction];
      const position = results.put(type, builder.add({ op: "reduced", type, reduction }));
      rowPool.put(type, position);
      pool.put(type, position);
    }
    if (this.reduced > 0) {
      expressions.grow(rowPool, integer(draw, 0, 3));
      stores.push(
        this.addStore(results.of(expressions.float).length > 0 && chance(draw, 60) ? results : rowPool, "row"),
      );
    }
    return { reductions, stores };
  }

  private addLoad(rowPool: Pool, pool: Pool): void {
    const { draw, builder } = this;
    const { float, other } = this.expressions;
    const dtype = pick<DType>(draw, [float, float, float, other, "int32", "uint8"]);
    const rowOnly = this.reduced > 0 && chance(draw, 30);
    const constant = (rowOnly && this.vectorDim >= this.parallel) || chance(draw, 15);
    const lane = constant ? 0 : pick(draw, [1, 1, "any"] as const);
    const dims = this.extents.map((_, dim) => dim);
    const strides = dims.map((dim) => {
      if (dim === this.vectorDim) return lane === "any" ? pick(draw, [-1, 2, 3, 1, 0]) : lane;
      return rowOnly && dim >= this.parallel ? 0 : pick(draw, [0, 1, 7, 21, 40, -4]);
    });
    const gathers = chance(draw, 25);
    const gatherStride = gathers ? pick(draw, [1, 6]) : undefined;
    const source = rowOnly ? rowPool : pool;
    const load = builder.add({
      op: "load",
      type: scalarType(dtype),
      access: this.accesses.length,
      ...(chance(draw, 25) ? { guard: this.guard(source) } : {}),
      ...(gathers ? { at: this.bounded(source) } : {}),
    });
    this.accesses.push({ dtype, lane, rowOnly });
    this.inputs.push(this.view(dtype, strides, gatherStride));
    const position = dtype === other ? builder.unary("convert", load, float) : load;
    const type = builder.typeOf(position);
    if (rowOnly) rowPool.put(type, position);
    pool.put(type, position);
  }

  private guard(pool: Pool): number {
    const { builder, draw } = this;
    const operand = this.expressions.operand(pool, "int32");
    return builder.binary(pick(draw, ["lt", "le"]), operand, builder.literal("int32", integer(draw, 0, 10)));
  }

  /** An int32 of the pool brought into [0, gathered). */
  private bounded(pool: Pool): number {
    const { builder } = this;
    const operand = this.expressions.operand(pool, "int32");
    const notNegative = builder.binary("max", operand, builder.literal("int32", 0));
    return builder.binary("min", notNegative, builder.literal("int32", gathered - 1));
  }

  private addStore(pool: Pool, level: "element" | "row"): Store {
    const { draw, builder, expressions } = this;
    const type = pick(draw, [expressions.float, expressions.float, expressions.float, "int32", "bool"] as const);
    const operand = expressions.operand(pool, type);
    const value = type === "bool" ? builder.unary("convert", operand, "int32") : operand;
    const dtype: DType = isFloat(type) ? expressions.float : pick(draw, ["int32", "uint8"]);
    const inPlace = level === "element" && this.reduced === 0 ? this.replaceable(dtype) : -1;
    if (inPlace >= 0 && chance(draw, 50)) {
      this.outputs.push({ ...this.inputs[inPlace], shares: inPlace });
    } else {
      this.outputs.push(this.view(dtype, this.distinctStrides(level)));
    }
    return { output: this.outputs.length - 1, value, level };
  }

  /** An input that an output may overwrite: read only where it is written. */
  private replaceable(dtype: DType): number {
    const taken = this.outputs.map(({ shares }) => shares);
    return this.inputs.findIndex(
      (view, k) =>
        view.dtype === dtype && view.gatherStride === undefined && !taken.includes(k) && this.isDistinct(view.strides),
    );
  }

  private isDistinct(strides: readonly number[]): boolean {
    const sizes = this.extents
      .map((extent, dim) => ({ extent, stride: Math.abs(strides[dim]) }))
      .filter(({ extent }) => extent > 1)
      .sort((a, b) => a.stride - b.stride);
    let reach = 0;
    return sizes.every(({ extent, stride }) => {
      const apart = stride > reach;
      reach += stride * (extent - 1);
      return apart;
    });
  }

  /** Strides of an array in a random order of dimensions, sometimes with gaps. */
  private distinctStrides(level: "element" | "row"): number[] {
    const { draw } = this;
    const count = level === "row" ? this.parallel : this.extents.length;
    const order = this.extents.map((_, dim) => dim).slice(0, count);
    const dims = chance(draw, 30) ? order : order.reverse();
    const strides = this.extents.map(() => 0);
    let next = chance(draw, 80) ? 1 : 3;
    for (const dim of dims) {
      strides[dim] = next;
      next *= this.extents[dim] + (chance(draw, 10) ? 1 : 0);
    }
    return strides;
  }

  private view(dtype: DType, strides: readonly number[], gatherStride?: number): ViewCase {
    const { draw } = this;
    const ends = strides.map((stride, dim) => stride * (this.extents[dim] - 1));
    const lowest = ends.reduce((sum, end) => sum + Math.min(end, 0), 0);
    const highest = ends.reduce((sum, end) => sum + Math.max(end, 0), (gatherStride ?? 0) * (gathered - 1));
    const offset = integer(draw, 0, 3) - lowest;
    const length = offset + highest + 1 + integer(draw, 0, 2);
    const seeds = draw(fc.array, elementOf(dtype, chance(draw, 25)), { minLength: 5, maxLength: 12 });
    const values = Array.from({ length }, (_, k) => seeds[(k * 7 + (k >> 3)) % seeds.length]);
    return { dtype, strides, offset, values, ...(gatherStride === undefined ? {} : { gatherStride }) };
  }
}

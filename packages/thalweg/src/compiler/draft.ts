import { contiguousStrides, type Shape, sameShape } from "../graph/shape.ts";
import { KernelBuilder } from "../kernels/builder.ts";
import { scalarType } from "../kernels/dtype.ts";
import type { Reduction } from "../kernels/kernel.ts";
import {
  type Affine,
  addressOf,
  type Coordinate,
  constant,
  coordinateKey,
  sameCoordinate,
  scaled,
  sum,
  throughExpand,
  throughPad,
  throughPermute,
  throughReshape,
  throughSlice,
  throughWindows,
} from "./coordinate.ts";
import { boundGuards, indexValue } from "./index-values.ts";
import { Inlined, largestKernel } from "./inlined.ts";
import { type Item, isMovement } from "./items.ts";
import { loopsOf, type Nest, Unfusable } from "./nest.ts";
import { convertedValue, elementwiseValue, numeric, wrapped } from "./scalars.ts";
import { viewOf } from "./views.ts";

export interface DraftAccess {
  readonly item: Item;
  readonly address: Affine;
  readonly gatherStride?: number;
}

/** What a kernel under construction computes: the position of a root's value, or of its reduction. */
export interface DraftRoot {
  readonly item: Item;
  readonly value: number;
  readonly reduction?: number;
  readonly coordinate: Coordinate;
  readonly level: "element" | "row";
}

/** A kernel under construction: roots are computed together, everything between them and memory is inlined. */
export class Draft {
  readonly nest: Nest;
  readonly builder: KernelBuilder;
  readonly accesses: DraftAccess[];
  readonly knobs: number[];
  readonly reductions: Reduction[];
  readonly roots: DraftRoot[];
  readonly extents: readonly number[];
  readonly parallel: number;
  private readonly full: Coordinate;
  private readonly rows: Coordinate;
  private readonly isStored: (item: Item) => boolean;
  private readonly memo: Map<string, number>;
  private readonly inside: Map<Item, DraftRoot>;
  private readonly inlined: Inlined;

  /** Without roots, or with those of another draft over an equal nest. */
  constructor(nest: Nest, isStored: (item: Item) => boolean, from?: Draft) {
    this.nest = nest;
    this.isStored = isStored;
    const { extents, parallel, full, rows } = loopsOf(nest);
    this.extents = extents;
    this.parallel = parallel;
    this.full = from?.full ?? full;
    this.rows = from?.rows ?? rows;
    this.builder = new KernelBuilder(from?.builder);
    this.accesses = [...(from?.accesses ?? [])];
    this.knobs = [...(from?.knobs ?? [])];
    this.reductions = [...(from?.reductions ?? [])];
    this.roots = [...(from?.roots ?? [])];
    this.memo = new Map(from?.memo);
    this.inside = new Map(from?.inside);
    this.inlined = new Inlined(from?.inlined);
  }

  private get dims(): number {
    return this.extents.length;
  }

  /** Adds a root; throws Unfusable when this nest cannot compute it. */
  add(item: Item): void {
    const { operation } = item;
    if (
      operation.kind === "reduce" &&
      sameShape(item.inputs[0].shape, this.nest.space) &&
      `${operation.axes}` === `${this.nest.reduced}`
    ) {
      const value = numeric(this.builder, this.emit(item.inputs[0], this.full));
      const reduction = this.reductions.push({ op: operation.name, type: this.builder.typeOf(value), value }) - 1;
      const result = this.builder.add({ op: "reduced", type: this.builder.typeOf(value), reduction });
      this.root({ item, value: result, reduction, coordinate: this.rows, level: "row" });
    } else if (operation.kind === "cumsum") {
      const value = numeric(this.builder, this.emit(item.inputs[0], this.full));
      const reduction = this.reductions.push({ op: "sum", type: this.builder.typeOf(value), value }) - 1;
      const running = this.builder.add({ op: "running", type: this.builder.typeOf(value), reduction });
      this.root({ item, value: running, reduction, coordinate: this.full, level: "element" });
    } else {
      const wide = sameShape(item.shape, this.nest.space);
      const coordinate = wide ? this.full : this.rowCoordinate(item);
      const level = wide && this.nest.reduced.length > 0 ? "element" : "row";
      const value = numeric(this.builder, this.compute(item, coordinate, []));
      this.root({ item, value, coordinate, level });
    }
  }

  private root(root: DraftRoot): void {
    this.roots.push(root);
    this.inside.set(root.item, root);
  }

  /** Coordinates of an item with one value a row: its axes are the parallel ones, give or take extents of 1. */
  private rowCoordinate(item: Item): Coordinate {
    const rowShape = this.extents.slice(0, this.parallel);
    const significant = (shape: Shape) => shape.filter((extent) => extent !== 1);
    if (!sameShape(significant(item.shape), significant(rowShape))) throw new Unfusable(item);
    return throughReshape(this.rows, rowShape, item.shape, this.dims);
  }

  /** Where the element at `coordinate` lies in a contiguous array. */
  address(coordinate: Coordinate, shape: Shape): Affine {
    return addressOf(coordinate, shape, this.dims);
  }

  /** The position of an item's value at a coordinate, under guards that keep reads inside arrays. */
  private emit(item: Item, coordinate: Coordinate, guards: readonly number[] = []): number {
    const known = this.inside.get(item);
    if (known) {
      if (!sameCoordinate(known.coordinate, coordinate)) throw new Unfusable(item);
      return known.value;
    }
    const key = `${item.index}@${coordinateKey(coordinate)}@${guards}`;
    const memoized = this.memo.get(key);
    if (memoized !== undefined) return memoized;
    const value = this.isStored(item)
      ? this.load({ item, address: this.address(coordinate, item.shape) }, guards)
      : this.computeInPlace(item, coordinate, guards);
    this.memo.set(key, value);
    return value;
  }

  private computeInPlace(item: Item, coordinate: Coordinate, guards: readonly number[]): number {
    const { values } = this.builder;
    const before = values.length;
    const value = this.compute(item, coordinate, guards);
    this.inlined.add(item, values.length - before);
    const better = values.length > largestKernel ? this.inlined.best(values.length) : undefined;
    if (better) throw new Unfusable(better);
    return value;
  }

  private load(access: DraftAccess, guards: readonly number[], at?: number): number {
    const same = (other: DraftAccess) =>
      other.item === access.item &&
      other.gatherStride === access.gatherStride &&
      other.address.offset === access.address.offset &&
      `${other.address.strides}` === `${access.address.strides}`;
    const found = this.accesses.findIndex(same);
    const position = found >= 0 ? found : this.accesses.push(access) - 1;
    const guard = guards.length > 0 ? guards.reduce((a, b) => this.builder.binary("and", a, b)) : undefined;
    return this.builder.add({
      op: "load",
      type: scalarType(access.item.dtype),
      access: position,
      ...(guard === undefined ? {} : { guard }),
      ...(at === undefined ? {} : { at }),
    });
  }

  private compute(item: Item, coordinate: Coordinate, guards: readonly number[]): number {
    const { operation, inputs, shape, dtype } = item;
    const through = (inside: Coordinate | undefined, more: readonly number[] = guards): number => {
      if (!inside) throw new Unfusable(item);
      return this.emit(inputs[0], inside, more);
    };
    switch (operation.kind) {
      case "literal":
        return this.builder.literal(scalarType(dtype), operation.value);
      case "number": {
        const found = this.knobs.indexOf(operation.knob);
        const argument = found >= 0 ? found : this.knobs.push(operation.knob) - 1;
        return wrapped(this.builder, this.builder.add({ op: "argument", type: scalarType(dtype), argument }), dtype);
      }
      case "iota":
        return indexValue(this.builder, this.extents, this.axisIndex(item, coordinate, operation.axis));
      case "elementwise": {
        const operands = inputs.map((input) => this.emit(input, coordinate, guards));
        return elementwiseValue(this.builder, operation.name, operands, dtype);
      }
      case "convert":
        return convertedValue(this.builder, this.emit(inputs[0], coordinate, guards), dtype);
      case "copy":
        return this.emit(inputs[0], coordinate, guards);
      case "reshape":
        return this.whole(inputs[0], () => through(throughReshape(coordinate, shape, inputs[0].shape, this.dims)));
      case "permute":
        return through(throughPermute(coordinate, operation.order));
      case "expand":
        return through(throughExpand(coordinate, inputs[0].shape, shape, this.dims));
      case "slice":
        return through(throughSlice(coordinate, inputs[0].shape, shape, operation.starts, operation.steps));
      case "windows":
        return through(throughWindows(coordinate, operation.first, operation.strides, operation.dilations));
      case "pad": {
        const padded = throughPad(coordinate, inputs[0].shape, shape, operation.before);
        if (!padded) throw new Unfusable(item);
        const own = padded.bounds.flatMap((bound) => boundGuards(this.builder, this.extents, bound));
        // In one order, so that the same places reached by other ways are the same.
        const all = [...new Set([...guards, ...own])].sort((a, b) => a - b);
        const value = numeric(this.builder, through(padded.inside, all));
        if (own.length === 0) return value;
        const inside = own.reduce((a, b) => this.builder.binary("and", a, b));
        return this.builder.select(inside, value, this.builder.literal(this.builder.typeOf(value), operation.value));
      }
      case "gather":
        return this.gather(item, coordinate, operation.axis, guards);
      default:
        throw new Unfusable(item);
    }
  }

  /** Where axes that a reshape joined cannot pass a movement below `source`, that is stored once instead of its parts. */
  private whole(source: Item, emit: () => number): number {
    try {
      return emit();
    } catch (error) {
      const inside = error instanceof Unfusable && isMovement(error.item) && source.operation.kind === "elementwise";
      throw inside ? new Unfusable(source) : error;
    }
  }

  private gather(item: Item, coordinate: Coordinate, axis: number, guards: readonly number[]): number {
    const [data, indices] = item.inputs;
    const index = this.axisIndex(item, coordinate, axis);
    const wanted = numeric(this.builder, this.emit(indices, [{ axes: 1, index }], guards));
    const last = this.builder.literal("int32", data.shape[axis] - 1);
    const at = this.builder.binary("min", this.builder.binary("max", wanted, this.builder.literal("int32", 0)), last);
    const view = viewOf(data, this.isStored);
    if (!this.isStored(view.base)) throw new Unfusable(view.base);
    // Rows of an array that this kernel writes may not be written yet.
    if (this.inside.has(view.base)) throw new Unfusable(item);
    let address: Affine = { ...constant(this.dims), offset: view.offset };
    let first = 0;
    for (const span of coordinate) {
      const end = first + span.axes;
      const inner = contiguousStrides(data.shape.slice(first, end));
      // A span of several axes is one step in memory only when the view keeps them contiguous.
      if (span.axes > 1 && inner.some((stride, a) => view.strides[first + a] !== stride * view.strides[end - 1])) {
        throw new Unfusable(item);
      }
      if (first !== axis && span.axes > 0) address = sum(address, scaled(span.index, view.strides[end - 1]));
      first = end;
    }
    return this.load({ item: view.base, address, gatherStride: view.strides[axis] }, guards, at);
  }

  private axisIndex(item: Item, coordinate: Coordinate, axis: number): Affine {
    let first = 0;
    for (const { axes, index } of coordinate) {
      if (first === axis && axes === 1) return index;
      first += axes;
    }
    throw new Unfusable(item);
  }
}

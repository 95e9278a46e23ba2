import { ThalwegError } from "../errors/thalweg-error.ts";
import { type Shape, sameShape } from "../graph/index.ts";
import { concat, type Tensor } from "../tensor/index.ts";
import { asLayer } from "./as-layer.ts";
import { layerName } from "./checks.ts";
import { type Layer, type LayerLike, showBatched } from "./layer.ts";

/** Several values made into one, without parameters. */
export interface Merge {
  readonly name: string;
  apply(parts: readonly Tensor[]): Tensor;
}

/** Where a symbolic value comes from. */
export type Origin =
  | { readonly kind: "input" }
  | { readonly kind: "layer"; readonly layer: Layer; readonly from: Symbolic; readonly name?: string }
  | { readonly kind: "merge"; readonly merge: Merge; readonly from: readonly Symbolic[] };

let made = 0;

/** A value of a model before there are numbers: a shape, and the layers it comes through. */
export class Symbolic {
  /** Later values have larger numbers, so that going by them never meets a cycle. */
  readonly order = ++made;
  /** Without the batch axis. */
  readonly shape: Shape;
  readonly origin: Origin;

  constructor(shape: Shape, origin: Origin) {
    this.shape = shape;
    this.origin = origin;
  }

  /**
   * What a layer makes of this value. The same layer applied to several values is one layer, with one set of
   * parameters for all. `name` is its name in the model; numbered names of its kind unless said.
   *
   * @example
   * input([28, 28, 1]).apply(flatten()).apply(dense(10)).shape; // [10]
   */
  apply(layer: LayerLike, { name }: { readonly name?: string } = {}): Symbolic {
    const given = asLayer(layer);
    const own = name === undefined ? undefined : layerName(name, given.name);
    const { outputShape } = given.build(this.shape, own ?? given.name);
    return new Symbolic(outputShape, {
      kind: "layer",
      layer: given,
      from: this,
      ...(own !== undefined && { name: own }),
    });
  }
}

/**
 * The input of a model, by its shape without the batch axis.
 *
 * @example
 * const x = input([4]);
 * const y = add(x, x.apply(dense(4)));
 * model(x, y).build([4]).outputShape; // [4]
 */
export const input = (shape: Shape): Symbolic => {
  if (!shape.every((extent) => Number.isSafeInteger(extent) && extent > 0)) {
    throw new ThalwegError(
      "argument",
      `input: shape must be positive whole numbers, without the batch axis, got [${shape.join(", ")}]`,
    );
  }
  return new Symbolic(shape, { kind: "input" });
};

/** The sum of values of one shape: how residual connections end. */
export const add = (...parts: readonly Symbolic[]): Symbolic => elementwise("add", parts, (a, b) => a.add(b));

/** The product of values of one shape, element by element: how gates end. */
export const multiply = (...parts: readonly Symbolic[]): Symbolic => elementwise("multiply", parts, (a, b) => a.mul(b));

const elementwise = (name: string, parts: readonly Symbolic[], compute: (a: Tensor, b: Tensor) => Tensor): Symbolic => {
  checkParts(name, parts);
  const other = parts.find(({ shape }) => !sameShape(shape, parts[0].shape));
  if (other) {
    throw new ThalwegError(
      "layer",
      `${name}: expected values of one shape, got ${showBatched(parts[0].shape)} and ${showBatched(other.shape)}; ` +
        "map one of them to the other's shape first",
    );
  }
  // Sums and products of bytes would wrap.
  const apply = (tensors: readonly Tensor[]) => tensors.map((tensor) => tensor.float()).reduce(compute);
  return new Symbolic(parts[0].shape, { kind: "merge", merge: { name, apply }, from: parts });
};

/**
 * Values side by side along an axis of an example, the last unless said; their other extents are equal.
 *
 * @example
 * concatenate([input([8, 3]), input([8, 5])]).shape; // [8, 8]
 */
export const concatenate = (parts: readonly Symbolic[], { axis = -1 }: { readonly axis?: number } = {}): Symbolic => {
  checkParts("concatenate", parts);
  const { shape } = parts[0];
  const along = axis < 0 ? axis + shape.length : axis;
  const fits = (other: Shape) =>
    other.length === shape.length && other.every((extent, at) => at === along || extent === shape[at]);
  if (!(along in shape) || !parts.every((part) => fits(part.shape))) {
    throw new ThalwegError(
      "layer",
      `concatenate: expected values that differ along axis ${axis} alone, got ` +
        `${parts.map((part) => showBatched(part.shape)).join(", ")}; axes of an example count from 0, without the batch`,
    );
  }
  const extent = parts.reduce((sum, part) => sum + part.shape[along], 0);
  const whole = shape.map((size, at) => (at === along ? extent : size));
  const apply = (tensors: readonly Tensor[]) => concat(tensors, along + 1);
  return new Symbolic(whole, { kind: "merge", merge: { name: "concatenate", apply }, from: parts });
};

const checkParts = (name: string, parts: readonly Symbolic[]): void => {
  if (parts.length > 1 && parts.every((part) => part instanceof Symbolic)) return;
  throw new ThalwegError("argument", `${name}: needs two values of a model or more, got ${parts.length}`);
};

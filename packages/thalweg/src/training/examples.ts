import type { Values } from "../data/index.ts";
import { ThalwegError } from "../errors/thalweg-error.ts";
import type { Shape } from "../graph/index.ts";
import * as graph from "../graph/index.ts";
import type { TypedArray } from "../kernels/dtype.ts";
import { Tensor } from "../tensor/index.ts";

/** A batch as users hand it over: a tensor, numbers with their shape, or a flat array of whole examples. */
export type BatchLike = Tensor | Values | TypedArray;

/** Values as a tensor, without another copy. */
export const tensorOf = ({ values, shape }: Values): Tensor => new Tensor(graph.hostLeaf(values, shape));

/** Without types, nested arrays are what most try first. */
const refuseNested = (what: string, batch: BatchLike): void => {
  if (!Array.isArray(batch)) return;
  throw new ThalwegError(
    "argument",
    `${what}: a batch must be a tensor or a typed array, got a plain array; wrap it, as in tensor([[0, 1]])`,
  );
};

/** [batch, ...shape]; a flat array is cut into examples of `shape`. */
export const batchTensor = (what: string, batch: BatchLike, shape: Shape): Tensor => {
  refuseNested(what, batch);
  if (batch instanceof Tensor) return batch;
  if (!ArrayBuffer.isView(batch)) return tensorOf(batch);
  const size = graph.sizeOf(shape);
  if (batch.length === 0 || batch.length % size !== 0) {
    throw new ThalwegError(
      "shape",
      `${what}: ${batch.length} numbers are not whole examples of shape ${graph.showShape(shape)} (${size} numbers each)`,
    );
  }
  return tensorOf({ values: batch, shape: [batch.length / size, ...shape] });
};

/** The shape of one input of a batch. */
export const inputShapeOf = (what: string, batch: BatchLike): Shape => {
  refuseNested(what, batch);
  if (batch instanceof Tensor || !ArrayBuffer.isView(batch)) return batch.shape.slice(1);
  throw new ThalwegError(
    "shape",
    `${what}: a flat array does not tell the shape of an input; pass inputShape to the Trainer, or give a tensor`,
  );
};

export const checkInputShape = (what: string, { shape }: { readonly shape: Shape }, inputShape: Shape): void => {
  if (graph.sameShape(shape.slice(1), inputShape)) return;
  const remedy = graph.sameShape(shape, inputShape)
    ? `put the batch axis before it, reshape([${[1, ...shape].join(", ")}])`
    : "reshape the inputs, or make another model for them";
  throw new ThalwegError(
    "shape",
    `${what}: the model takes inputs of shape [batch, ${inputShape.join(", ")}], got ${graph.showShape(shape)}; ${remedy}`,
  );
};

import { type Shape, sizeOf } from "../../graph/index.ts";
import { concat, type Tensor } from "../../tensor/index.ts";

/** An axis of a parameter. */
export interface Side {
  readonly axis: number;
  readonly size: number;
}

/** The axes up to a size. */
export const sidesOf = (shape: Shape, largest: number): readonly Side[] =>
  shape.flatMap((size, axis) => (size <= largest ? [{ axis, size }] : []));

/** Tensors of these shapes, one after the other in a flat slot. */
export const packedShape = (shapes: readonly Shape[]): Shape => [
  shapes.reduce((total, shape) => total + sizeOf(shape), 0),
];

export const unpacked = (flat: Tensor, shapes: readonly Shape[]): readonly Tensor[] => {
  let start = 0;
  return shapes.map((shape) => {
    const end = start + sizeOf(shape);
    const part = flat.slice([start, end]).reshape(shape);
    start = end;
    return part;
  });
};

export const packed = (tensors: readonly Tensor[]): Tensor =>
  concat(tensors.map((tensor) => tensor.reshape([tensor.size])));

/** x with one axis first and all others flattened: [size, rest]. */
const unfolded = (x: Tensor, { axis, size }: Side): Tensor => {
  const others = x.shape.map((_, other) => other).filter((other) => other !== axis);
  return x.permute([axis, ...others]).reshape([size, x.size / size]);
};

/** What slices of x along a side have in common, two by two: GGᵀ for a matrix's rows, GᵀG for its columns. */
export const gramOf = (x: Tensor, side: Side): Tensor => {
  const slices = unfolded(x, side);
  return slices.matmul(slices.transpose());
};

/** The diagonal of that. */
export const squaresOf = (x: Tensor, side: Side): Tensor => unfolded(x, side).square().sum(1);

/** x with a side multiplied by a matrix: result[…, j, …] = Σᵢ x[…, i, …]·matrix[i, j]. */
export const multiplied = (x: Tensor, side: Side, matrix: Tensor): Tensor => {
  const { axis } = side;
  const others = x.shape.filter((_, other) => other !== axis);
  const product = matrix
    .transpose()
    .matmul(unfolded(x, side))
    .reshape([side.size, ...others]);
  return product.permute(x.shape.map((_, other) => (other === axis ? 0 : other < axis ? other + 1 : other)));
};

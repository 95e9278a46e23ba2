import { ThalwegError } from "../errors/thalweg-error.ts";
import { type Shape, sizeOf } from "../graph/index.ts";
import type { Built } from "../layers/index.ts";
import { concat, type Tensor, tensor } from "../tensor/index.ts";
import type { NamedArrays } from "../training/index.ts";

const arrayOf = (weights: NamedArrays, name: string, shape: Shape): ArrayLike<number> => {
  const { values } = weights[name] ?? {};
  if (values?.length === sizeOf(shape)) return values;
  throw new ThalwegError(
    "data",
    `weights: the model's "${name}" has ${sizeOf(shape)} numbers, got ${values?.length ?? "no such array"}; ` +
      "the weights must come from the same model",
  );
};

/** The parameters of a model one after the other in one flat array, without gaps. */
export class FlatParameters {
  readonly dimension: number;
  private readonly ranges: readonly { readonly name: string; readonly shape: Shape; readonly offset: number }[];
  private readonly built: Built;

  constructor(built: Built) {
    let offset = 0;
    this.ranges = Object.entries(built.parameters).map(([name, { shape }]) => {
      const range = { name, shape, offset };
      offset += sizeOf(shape);
      return range;
    });
    this.dimension = offset;
    this.built = built;
  }

  flat(weights: NamedArrays): Float64Array {
    const all = new Float64Array(this.dimension);
    for (const { name, shape, offset } of this.ranges) all.set(arrayOf(weights, name, shape), offset);
    return all;
  }

  /** [dimension] → the parameters by name. */
  parts(arena: Tensor): Record<string, Tensor> {
    return Object.fromEntries(
      this.ranges.map(({ name, shape, offset }) => [
        name,
        arena.slice([offset, offset + sizeOf(shape)]).reshape(shape),
      ]),
    );
  }

  /** The parameters by name → [dimension]. */
  joined(parts: Readonly<Record<string, Tensor>>): Tensor {
    return concat(this.ranges.map(({ name, shape }) => parts[name].reshape([sizeOf(shape)])));
  }

  /** What layers carry beside their parameters, such as moving statistics. */
  layerState(weights: NamedArrays, dtype: "float32" | "float64"): Record<string, Tensor> {
    return Object.fromEntries(
      Object.entries(this.built.state).map(([name, { shape }]) => [
        name,
        tensor(Float64Array.from(arrayOf(weights, name, shape)), shape, dtype),
      ]),
    );
  }
}

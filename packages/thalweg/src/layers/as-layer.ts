import { ThalwegError } from "../errors/thalweg-error.ts";
import { input } from "../graph/index.ts";
import { sigmoid, softmax, Tensor } from "../tensor/index.ts";
import { whileTracing } from "../tensor/tracing.ts";
import { type Layer, type LayerLike, showBatched } from "./layer.ts";

/**
 * A layer as it is, or a function on tensors as a layer without parameters. The shape of its output is
 * found by tracing it on a batch of one.
 *
 * @example
 * asLayer((x) => x.square()).build([3]).outputShape; // [3]
 */
export const asLayer = (layer: LayerLike): Layer => {
  if (typeof layer !== "function") return layer;
  const name = layer.name === "" || layer.name.includes("/") ? "function" : layer.name;
  return {
    name,
    outputKind: layer === softmax || layer === sigmoid ? "probabilities" : "unknown",
    build: (inputShape, path = name) => {
      const x = new Tensor(input(0, [1, ...inputShape], "float32"));
      const y = named(path, () => whileTracing((): unknown => layer(x)));
      if (!(y instanceof Tensor)) {
        throw new ThalwegError(
          "layer",
          `${path}: a function as a layer must return a Tensor; make layers by calling them, as in relu()`,
        );
      }
      if (y.shape[0] !== 1) {
        throw new ThalwegError(
          "layer",
          `${path}: a function as a layer must keep the batch axis, but made [${y.shape.join(", ")}] of ` +
            `${showBatched(inputShape)} with batch = 1; reduce and reshape the axes after the first only`,
        );
      }
      return { outputShape: y.shape.slice(1), parameters: {}, state: {} };
    },
    apply: (x) => ({ y: layer(x) }),
  };
};

/** Says in which layer something does not fit. */
const named = <T>(path: string, trace: () => T): T => {
  try {
    return trace();
  } catch (error) {
    if (!(error instanceof ThalwegError)) throw error;
    throw new ThalwegError(error.code, `${path}: ${error.message}`, { cause: error });
  }
};

import { ThalwegError } from "../errors/thalweg-error.ts";
import { type Shape, sizeOf } from "../graph/index.ts";
import { checkOption, layerName } from "./checks.ts";
import { type Layer, showBatched } from "./layer.ts";

/**
 * The values of an example in another shape, given without the batch axis; one extent may be −1 and is
 * worked out.
 *
 * @example
 * reshape([28, 28, 1]).build([784]).outputShape; // [28, 28, 1]
 */
export const reshape = (shape: Shape, { name }: { readonly name?: string } = {}): Layer => {
  const fits = shape.every((extent) => Number.isSafeInteger(extent) && (extent > 0 || extent === -1));
  const free = shape.filter((extent) => extent === -1).length;
  checkOption(
    fits && free <= 1,
    "reshape",
    "shape",
    "positive integers, one of them -1 at most",
    `[${shape.join(", ")}]`,
  );
  const own = layerName(name, "reshape");
  const resolved = (inputShape: Shape): Shape => {
    const known = shape.reduce((product, extent) => (extent === -1 ? product : product * extent), 1);
    return shape.map((extent) => (extent === -1 ? sizeOf(inputShape) / known : extent));
  };
  return {
    name: own,
    kind: "reshape",
    outputKind: "unchanged",
    build: (inputShape, path = own) => {
      const outputShape = resolved(inputShape);
      if (sizeOf(outputShape) !== sizeOf(inputShape) || !outputShape.every(Number.isInteger)) {
        throw new ThalwegError(
          "layer",
          `${path}: ${showBatched(inputShape)} has ${sizeOf(inputShape)} values an example and cannot become ` +
            `${showBatched(shape)}; the product of the extents must stay the same`,
        );
      }
      return { outputShape, parameters: {}, state: {} };
    },
    apply: (x) => ({ y: x.reshape([x.shape[0], ...resolved(x.shape.slice(1))]) }),
  };
};

import { sizeOf } from "../graph/index.ts";
import { layerName } from "./checks.ts";
import type { Layer } from "./layer.ts";

/**
 * All axes of an example as one: [batch, ...] → [batch, features].
 *
 * @example
 * flatten().build([28, 28, 1]).outputShape; // [784]
 */
export const flatten = ({ name }: { readonly name?: string } = {}): Layer => ({
  name: layerName(name, "flatten"),
  kind: "flatten",
  outputKind: "unchanged",
  build: (inputShape) => ({ outputShape: [sizeOf(inputShape)], parameters: {}, state: {} }),
  apply: (x) => ({ y: x.reshape([x.shape[0], sizeOf(x.shape.slice(1))]) }),
});

import { ThalwegError } from "../errors/thalweg-error.ts";
import type { Tensor } from "../tensor/index.ts";
import * as functions from "../tensor/pooling.ts";
import { layerName } from "./checks.ts";
import { type Layer, type OutputKind, showBatched } from "./layer.ts";

const globalPooling = (
  kind: string,
  name: string | undefined,
  outputKind: OutputKind,
  compute: (x: Tensor) => Tensor,
): Layer => {
  const own = layerName(name, kind);
  return {
    name: own,
    kind,
    outputKind,
    build: (inputShape, path = own) => {
      if (inputShape.length < 2) {
        throw new ThalwegError(
          "layer",
          `${path}: expected input [batch, ..., channels] with positions between, got ${showBatched(inputShape)}; ` +
            "put it before flatten() or leave it out",
        );
      }
      return { outputShape: inputShape.slice(-1), parameters: {}, state: {} };
    },
    apply: (x) => ({ y: compute(x) }),
  };
};

/**
 * The mean over all positions, channel by channel: [batch, ..., channels] → [batch, channels]. Lin et al. 2014,
 * arXiv:1312.4400.
 *
 * @example
 * globalAveragePool().build([7, 7, 64]).outputShape; // [64]
 */
export const globalAveragePool = ({ name }: { readonly name?: string } = {}): Layer =>
  globalPooling("globalAveragePool", name, "unchanged", functions.globalAveragePool);

/**
 * The largest value over all positions, channel by channel: [batch, ..., channels] → [batch, channels]. Equal ones
 * share the gradient.
 *
 * @example
 * globalMaxPool().build([50, 16]).outputShape; // [16]
 */
export const globalMaxPool = ({ name }: { readonly name?: string } = {}): Layer =>
  globalPooling("globalMaxPool", name, "values", functions.globalMaxPool);

import { ThalwegError } from "../errors/thalweg-error.ts";
import { sameShape } from "../graph/index.ts";
import { asLayer } from "./as-layer.ts";
import { layerName } from "./checks.ts";
import { type Layer, type LayerLike, layerKind, showBatched } from "./layer.ts";
import { combinedLimits } from "./limits.ts";
import { applyInside, prefixed } from "./nested.ts";
import { sequential } from "./sequential.ts";

export interface ResidualOptions {
  /** What the input goes through on its way past the layers; nothing unless said. */
  readonly shortcut?: LayerLike;
  readonly name?: string;
}

/**
 * A residual connection y = x + f(x), with f one layer or several in a row, which keep the shape; or
 * y = shortcut(x) + f(x). He et al. 2015, arXiv:1512.03385.
 *
 * @example
 * const block = residual([dense(32), relu(), dense(32)]);
 * Object.keys(block.build([32]).parameters); // ["dense/weight", "dense/bias", "dense_1/weight", "dense_1/bias"]
 */
export const residual = (layers: LayerLike | readonly LayerLike[], { shortcut, name }: ResidualOptions = {}): Layer => {
  const own = layerName(name, "residual");
  const branch = sequential(isList(layers) ? layers : [layers]);
  const past = shortcut === undefined ? undefined : asLayer(shortcut);
  return {
    name: own,
    kind: "residual",
    outputKind: "values",
    build: (inputShape, path = own) => {
      const built = branch.build(inputShape, path);
      const beside = past?.build(inputShape, `${path}/shortcut`);
      const expected = beside?.outputShape ?? inputShape;
      if (!sameShape(built.outputShape, expected)) {
        throw new ThalwegError(
          "layer",
          `${path}: expected its layers to make ${showBatched(expected)} to add to, got ` +
            `${showBatched(built.outputShape)}; change the last of them, or give a shortcut that makes this shape`,
        );
      }
      const members = [built, ...(beside ? [beside] : [])].map((each) => ({ built: each, seesInput: true }));
      return {
        outputShape: expected,
        parameters: { ...built.parameters, ...prefixed("shortcut", beside?.parameters ?? {}) },
        state: { ...built.state, ...prefixed("shortcut", beside?.state ?? {}) },
        ...combinedLimits(members),
        parts: [
          ...(built.parts ?? []),
          ...(beside && past ? [{ name: "shortcut", kind: layerKind(past), built: beside }] : []),
        ],
      };
    },
    apply: (x, context) => {
      const through = branch.apply(x, context);
      const beside = past && applyInside("shortcut", past, x, context);
      return {
        y: (beside?.y ?? x).add(through.y),
        state: { ...through.state, ...prefixed("shortcut", beside?.state ?? {}) },
      };
    },
  };
};

const isList = (layers: LayerLike | readonly LayerLike[]): layers is readonly LayerLike[] => Array.isArray(layers);

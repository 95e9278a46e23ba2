import { ThalwegError } from "../errors/thalweg-error.ts";
import type { Tensor } from "../tensor/index.ts";
import { asLayer } from "./as-layer.ts";
import { layerName } from "./checks.ts";
import { type Layer, type LayerLike, layerKind, type OutputKind, type ParameterSpec, type StateSpec } from "./layer.ts";
import { combinedLimits, type Member } from "./limits.ts";
import { applyInside, prefixed } from "./nested.ts";

/**
 * Layers one after the other. Parameters and state carry the names of their layers, numbered from the
 * second of a kind: `dense/weight`, `dense_1/weight`, `batchNorm/movingMean`.
 *
 * @example
 * const model = sequential([dense(256, { bias: false }), batchNorm(), relu(), dense(10)]);
 * Object.keys(model.build([784]).parameters); // dense/weight, batchNorm/scale, batchNorm/shift, dense_1/weight, dense_1/bias
 */
export const sequential = (layers: readonly LayerLike[], { name }: { readonly name?: string } = {}): Layer => {
  if (layers.length === 0) {
    throw new ThalwegError("argument", "sequential: layers must not be empty; list at least one layer");
  }
  const parts = numbered(layers.map(asLayer));
  return {
    name: layerName(name, "sequential"),
    outputKind: lastKind(parts),
    build: (inputShape, path) => {
      let outputShape = inputShape;
      let seesInput = true;
      const parameters: Record<string, ParameterSpec> = {};
      const state: Record<string, StateSpec> = {};
      const members: (Member & { readonly name: string; readonly kind: string })[] = [];
      for (const { name: part, layer } of parts) {
        const built = layer.build(outputShape, path === undefined ? part : `${path}/${part}`);
        outputShape = built.outputShape;
        members.push({ name: part, kind: layerKind(layer), built, seesInput });
        seesInput &&= layer.outputKind === "unchanged";
        Object.assign(parameters, prefixed(part, built.parameters));
        Object.assign(state, prefixed(part, built.state));
      }
      const inside = members.map(({ name: part, kind, built }) => ({ name: part, kind, built }));
      return { outputShape, parameters, state, ...combinedLimits(members), parts: inside };
    },
    apply: (x, context) => {
      let y = x;
      const state: Record<string, Tensor> = {};
      for (const { name: part, layer } of parts) {
        const applied = applyInside(part, layer, y, context);
        y = applied.y;
        Object.assign(state, prefixed(part, applied.state ?? {}));
      }
      return { y, state };
    },
  };
};

interface Part {
  readonly name: string;
  readonly layer: Layer;
}

/** Layers with names of their own: the first keeps its name, the next get _1, _2 and so on. */
const numbered = (layers: readonly Layer[]): Part[] => {
  const taken = new Set<string>();
  return layers.map((layer) => {
    let name = layer.name;
    for (let number = 1; taken.has(name); number++) name = `${layer.name}_${number}`;
    taken.add(name);
    return { name, layer };
  });
};

const lastKind = (parts: readonly Part[]): OutputKind => {
  const kinds = parts.map(({ layer }) => layer.outputKind ?? "unknown");
  return kinds.findLast((kind) => kind !== "unchanged") ?? "unchanged";
};

import type { Tensor } from "../tensor/index.ts";
import { type Applied, type Layer, type LayerContext, layerKind } from "./layer.ts";

/** Values of a layer under its name in the layer around it: `weight` → `dense/weight`. */
export const prefixed = <V>(name: string, values: Readonly<Record<string, V>>): Record<string, V> =>
  Object.fromEntries(Object.entries(values).map(([inner, value]) => [`${name}/${inner}`, value]));

const under = <V>(name: string, values: Readonly<Record<string, V>>): Record<string, V> => {
  const prefix = `${name}/`;
  const own = Object.entries(values).filter(([path]) => path.startsWith(prefix));
  return Object.fromEntries(own.map(([path, value]) => [path.slice(prefix.length), value]));
};

/** The part of a context that belongs to the layer called `name`. */
export const contextOf = (name: string, context: LayerContext): LayerContext => {
  const { watch } = context;
  return {
    ...context,
    parameters: under(name, context.parameters),
    state: under(name, context.state),
    random: context.random.at(name),
    ...(watch && { watch: (seen) => watch({ ...seen, path: `${name}/${seen.path}` }) }),
  };
};

/** Applies a layer under its name in the layer around it; `own` is its part of the context. */
export const applyInside = (
  name: string,
  layer: Layer,
  x: Tensor,
  context: LayerContext,
  own: LayerContext = contextOf(name, context),
): Applied => {
  const applied = layer.apply(x, own);
  context.watch?.({ path: name, kind: layerKind(layer), y: applied.y });
  return applied;
};

import { Draws, type Tensor } from "../../tensor/index.ts";
import { initialParameters, initialState } from "../initial-values.ts";
import type { Layer, LayerContext } from "../layer.ts";

/** What a layer is applied with for inputs of this shape, from its first values in float64. */
export const firstContext = (
  layer: Layer,
  inputShape: readonly number[],
  { training = false, seed = 0 }: { training?: boolean; seed?: number } = {},
): LayerContext & { readonly parameters: Record<string, Tensor> } => {
  const built = layer.build(inputShape);
  return {
    parameters: initialParameters(built, { seed, dtype: "float64" }),
    state: initialState(built, { dtype: "float64" }),
    training,
    random: new Draws(seed),
  };
};

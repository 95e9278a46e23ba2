import { checkOption, layerName } from "./checks.ts";
import { type Initializer, initialNormal } from "./initializers/index.ts";
import type { Layer, ParameterSpec } from "./layer.ts";

export interface EmbeddingOptions {
  /**
   * N(0, 0.02²) unless said, as GPT-2's: Radford et al. 2019, "Language models are unsupervised multitask
   * learners". Keras draws U(±0.05), torch N(0, 1).
   */
  readonly initializer?: Initializer;
  readonly name?: string;
}

/**
 * A row of a learned table for each id. x: ids [batch, ...] from 0 to vocabulary − 1 (int32, uint8 or whole
 * floats) → [batch, ..., features], with weight: [vocabulary, features]. The gradient of a row is the sum over
 * its occurrences. Data with other ids are refused before they are used; inside programs ids are clamped.
 *
 * @example
 * embedding(96, 32).build([64]).outputShape; // [64, 32]
 */
export const embedding = (
  vocabulary: number,
  features: number,
  { initializer = initialNormal(0.02), name }: EmbeddingOptions = {},
): Layer => {
  const isCount = (value: number) => Number.isSafeInteger(value) && value > 0;
  checkOption(isCount(vocabulary), "embedding", "vocabulary", "a positive integer", vocabulary);
  checkOption(isCount(features), "embedding", "features", "a positive integer", features);
  const own = layerName(name, "embedding");
  const weight: ParameterSpec = { shape: [vocabulary, features], initializer, kind: "weight" };
  return {
    name: own,
    kind: "embedding",
    outputKind: "values",
    build: (inputShape, path = own) => ({
      outputShape: [...inputShape, features],
      parameters: { weight },
      state: {},
      limits: { ids: { count: vocabulary, layer: path } },
    }),
    apply: (x, { parameters }) => ({
      y: parameters.weight.gather(x.reshape([-1]).toType("int32")).reshape([...x.shape, features]),
    }),
  };
};

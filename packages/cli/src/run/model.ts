import { batchNorm, dense, fanInUniform, flatten, type Layer, relu, sequential } from "thalweg/layers";
import type { ModelName } from "./settings.ts";

/** The hidden part of each model: what stands for one layer of `units`. */
const hiddenLayers: Readonly<Record<ModelName, (units: number) => readonly Layer[]>> = {
  // As in torch, so that runs compare.
  mlp: (units) => [dense(units, { kernelInitializer: fanInUniform() }), relu()],
  // The normalization's shift does what the bias would.
  "mlp-bn": (units) => [dense(units, { bias: false }), batchNorm(), relu()],
};

const lastLayers: Readonly<Record<ModelName, (classes: number) => Layer>> = {
  mlp: (classes) => dense(classes, { kernelInitializer: fanInUniform() }),
  "mlp-bn": (classes) => dense(classes),
};

/** images [batch, height, width, channels] → logits [batch, classes] */
export const modelNamed = (name: ModelName, hidden: readonly number[], classes: number): Layer =>
  sequential([flatten(), ...hidden.flatMap(hiddenLayers[name]), lastLayers[name](classes)]);

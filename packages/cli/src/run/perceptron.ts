import { batchNorm, dense, fanInUniform, flatten, type Layer, relu, sequential } from "thalweg/layers";
import { wrongUsage } from "../command-error.ts";
import type { LearningSettings } from "./settings.ts";

export const perceptronNames = ["mlp", "mlp-bn"] as const;
export type PerceptronName = (typeof perceptronNames)[number];

/** Weights start as in torch, so that runs compare. */
export const asInTorch = { kernelInitializer: fanInUniform() };

/** What stands for one layer of `units`. */
const hiddenLayers: Readonly<Record<PerceptronName, (units: number) => readonly Layer[]>> = {
  mlp: (units) => [dense(units, asInTorch), relu()],
  // The normalization's shift does what the bias would.
  "mlp-bn": (units) => [dense(units, { bias: false }), batchNorm(), relu()],
};

const lastLayers: Readonly<Record<PerceptronName, (outputs: number) => Layer>> = {
  mlp: (outputs) => dense(outputs, asInTorch),
  "mlp-bn": (outputs) => dense(outputs),
};

/** inputs [batch, ...] → outputs [batch, outputs], logits of classes or numbers, after other layers. */
export const perceptron = (
  name: PerceptronName,
  hidden: readonly number[],
  outputs: number,
  before: readonly Layer[] = [],
): Layer => sequential([...before, flatten(), ...hidden.flatMap(hiddenLayers[name]), lastLayers[name](outputs)]);

/** Refuses updates on single examples where there is a normalization over examples. */
export const checkNormalizes = ({ model, batchSize }: LearningSettings): void => {
  if (model !== "mlp-bn" || batchSize !== 1) return;
  throw wrongUsage("--batch-size: mlp-bn normalizes over the examples of an update and needs 2 or more, got 1");
};

import type { Built } from "../layers/index.ts";
import { hyperparametersOf, type OptimizerSpec } from "../optimizers/index.ts";
import { stagesOf } from "../optimizers/stages.ts";
import type { FitAbout, LayerAbout, OptimizerAbout } from "./about.ts";
import { nextKnobs, plannedRate, type Running } from "./running.ts";
import type { FitOptions } from "./trainer.ts";
import { isDataset, type TrainingData } from "./training-data.ts";

/** What a fit is about to do. */
export const aboutFit = (
  running: Running,
  data: TrainingData,
  { epochs, batchSize = 32, shuffle = true, remainder = "keep", validation, callbacks = [] }: FitOptions,
  batchesPerEpoch: number | undefined,
): FitAbout => {
  const { recipe, inputShape, step } = running;
  const { model, built, loss, clip, l2, l1, seed } = recipe;
  return {
    layers: layersOf(model.kind ?? model.name, built),
    parameters: recipe.layout.ranges.reduce((count, { shape }) => count + shape.reduce((a, b) => a * b, 1), 0),
    inputShape,
    outputShape: built.outputShape,
    loss: { name: loss.name, expects: loss.expects },
    optimizer: aboutOptimizer(running),
    ...(clip === undefined ? {} : { clip }),
    l2,
    l1,
    seed,
    epochs,
    batchSize,
    shuffle,
    remainder,
    ...(batchesPerEpoch === undefined ? {} : { batchesPerEpoch }),
    ...(isDataset(data) && { data }),
    ...(validation && { validation }),
    callbacks: callbacks.flatMap(({ about }) => about ?? []),
    steps: step,
    rateOf: (update) => plannedRate(running, update),
  };
};

/**
 * Layers without others inside, and after each the activation that is an option of it, as `dense/activation`. A layer with
 * parts has no parameters beside theirs.
 */
const layersOf = (kind: string, built: Built, path = ""): readonly LayerAbout[] => {
  const { parts = [], outputShape, activation } = built;
  if (parts.length === 0) {
    const own = path || kind;
    const parameters = Object.entries(built.parameters).map(([name, { shape, kind }]) => [name, { shape, kind }]);
    const layer = { path: own, kind, outputShape, parameters: Object.fromEntries(parameters) };
    if (activation === undefined) return [layer];
    return [layer, { path: `${own}/activation`, kind: activation, outputShape, parameters: {} }];
  }
  return parts.flatMap((part) => layersOf(part.kind, part.built, path === "" ? part.name : `${path}/${part.name}`));
};

const aboutOptimizer = (running: Running): OptimizerAbout => {
  const { optimizer, layout, microBatches } = running.recipe;
  const { knobs } = nextKnobs(running);
  const own = hyperparametersOf(optimizer).map(({ name }) => [name, knobs[name]] as const);
  const stages = stagesOf(optimizer).map(({ name }) => name);
  return {
    name: recipesIn(optimizer).join(" and ") || stages.join(", "),
    stages,
    hyperparameters: Object.fromEntries(own),
    microBatches,
    frozen: layout.ranges
      .filter((range) => stagesOf(optimizer, range).some(({ transform }) => transform.freezes))
      .map(({ name }) => name),
  };
};

/** Names of the recipes that an optimizer was put together from, the outermost ones. */
const recipesIn = (optimizer: OptimizerSpec): readonly string[] => {
  if (optimizer.kind === "transform") return [];
  if (optimizer.kind === "route") return [...new Set(optimizer.entries.flatMap(({ use }) => recipesIn(use)))];
  return optimizer.recipe ? [optimizer.recipe.name] : optimizer.stages.flatMap(recipesIn);
};

import type { FitAbout } from "../training/index.ts";
import { type DataFactsOptions, dataFactsOf } from "./data-facts-of.ts";
import { evenly } from "./evenly.ts";
import type { Setup } from "./setup.ts";

const mostRates = 200;

/** What a model takes its inputs and targets for. */
export const factsOptionsOf = ({ layers, loss }: Pick<Setup, "layers" | "loss">): DataFactsOptions => ({
  ids: layers[0]?.kind === "embedding",
  classes: loss.expects !== "values",
});

/** What is known of a fit before its first update, with its data counted. */
export const setupOf = (about: FitAbout): Setup => {
  const { data, validation, batchSize, batchesPerEpoch, remainder: _, rateOf, ...rest } = about;
  const updates =
    batchesPerEpoch === undefined
      ? undefined
      : about.steps + Math.floor((about.epochs * batchesPerEpoch) / about.optimizer.microBatches);
  const options = factsOptionsOf(about);
  return {
    ...rest,
    batchSize: batchSize === "all" && data ? data.inputs.shape[0] : batchSize,
    ...(batchesPerEpoch !== undefined && { batchesPerEpoch }),
    ...(updates !== undefined && { updates }),
    rates: Array.from(evenly(updates ?? 0, mostRates), (place) => ({ update: place + 1, rate: rateOf(place + 1) })),
    ...(data && { data: dataFactsOf(data, options) }),
    ...(validation && { validation: dataFactsOf(validation, options) }),
  };
};

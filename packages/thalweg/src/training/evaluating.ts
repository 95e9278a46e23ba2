import { type BatchSize, batches, type Dataset } from "../data/index.ts";
import { tensorOf } from "./examples.ts";
import { shareKnobs } from "./program.ts";
import { currentKnobs, type Running } from "./running.ts";
import { type Scores, Totals } from "./totals.ts";

/** Loss and metrics over all examples, weighted so that the last short batch counts as much as it should. */
export const evaluateOn = async (running: Running, data: Dataset, batchSize: BatchSize): Promise<Scores> => {
  const { recipe, program } = running;
  const knobs = currentKnobs(running);
  const totals = new Totals(recipe);
  for (const { inputs, targets, weights } of batches(data, { batchSize, shuffle: false })) {
    const given = { x: tensorOf(inputs), y: tensorOf(targets), ...(weights && { weights: tensorOf(weights) }) };
    const output = await program.run({ inputs: given, knobs });
    const [loss, share, ...sums] = await output.data();
    totals.add({ examples: inputs.shape[0], loss, share, sums });
  }
  return totals.values();
};

/**
 * Moving statistics of layers such as batchNorm as plain means over the batches of a data set, under the
 * weights to evaluate with.
 */
export const recomputeOn = async (running: Running, data: Dataset, batchSize: BatchSize): Promise<void> => {
  const knobs = currentKnobs(running);
  let batch = 0;
  for (const { inputs } of batches(data, { batchSize, shuffle: false })) {
    batch++;
    const share = { [shareKnobs.statistics]: 1 / batch };
    await running.program.run({ inputs: { x: tensorOf(inputs) }, knobs: { ...knobs, ...share }, training: true });
  }
};

import { type BatchSize, batches, type Dataset, exampleCount } from "../data/index.ts";
import { tensorOf } from "./examples.ts";
import { shareKnobs } from "./program.ts";
import { currentKnobs, type Running } from "./running.ts";

/** Means over a data set. */
export interface Scores {
  readonly loss: number;
  readonly metrics: Readonly<Record<string, number>>;
}

/** Loss and metrics over all examples, weighted so that the last short batch counts as much as it should. */
export const evaluateOn = async (running: Running, data: Dataset, batchSize: BatchSize): Promise<Scores> => {
  const { recipe, program } = running;
  const knobs = currentKnobs(running);
  const totals = [0, ...recipe.metrics.map(() => 0)];
  for (const { inputs, targets } of batches(data, { batchSize, shuffle: false })) {
    const output = await program.run({ inputs: { x: tensorOf(inputs), y: tensorOf(targets) }, knobs });
    (await output.data()).forEach((sum, index) => {
      totals[index] += sum;
    });
  }
  const [loss, ...metrics] = totals.map((total) => total / exampleCount(data));
  return { loss, metrics: Object.fromEntries(recipe.metrics.map(({ name }, index) => [name, metrics[index]])) };
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

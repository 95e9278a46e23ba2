import { type BatchSize, batches, type Dataset, exampleCount } from "../data/index.ts";
import { tensorOf } from "./examples.ts";
import type { Running } from "./running.ts";

/** Means over a data set. */
export interface Scores {
  readonly loss: number;
  readonly metrics: Readonly<Record<string, number>>;
}

/** Loss and metrics over all examples, weighted so that the last short batch counts as much as it should. */
export const evaluateOn = async (
  { recipe, program }: Running,
  data: Dataset,
  batchSize: BatchSize,
): Promise<Scores> => {
  const totals = [0, ...recipe.metrics.map(() => 0)];
  for (const { inputs, targets } of batches(data, { batchSize, shuffle: false })) {
    const output = await program.run({ inputs: { x: tensorOf(inputs), y: tensorOf(targets) } });
    (await output.data()).forEach((sum, index) => {
      totals[index] += sum;
    });
  }
  const [loss, ...metrics] = totals.map((total) => total / exampleCount(data));
  return { loss, metrics: Object.fromEntries(recipe.metrics.map(({ name }, index) => [name, metrics[index]])) };
};

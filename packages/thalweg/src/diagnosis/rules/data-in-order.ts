import { showNumber } from "../describe.ts";
import type { Observations } from "../observations.ts";
import type { Verdict } from "../rule.ts";
import { thresholds } from "../thresholds.ts";

const { run, longer } = thresholds["labels-shuffled"];

/** Data sorted by class that are learned from in this order, so that each batch holds one class or two. */
export const dataInOrder = ({ setup }: Observations): Verdict | undefined => {
  const { data, shuffle, batchSize } = setup;
  if (shuffle || !data?.order || batchSize === "all") return undefined;
  const examples = batchSize * setup.optimizer.microBatches;
  const { run: length, runByChance } = data.order;
  if (examples >= data.examples || length < run.value * examples || length < longer.value * runByChance)
    return undefined;
  return {
    sentence:
      `The training data are sorted by class and not shuffled: ${showNumber(length)} examples of one class follow each other ` +
      `on average, ${showNumber(length / runByChance)} times as many as by chance, so that each update of ${examples} unlearns other classes.`,
    evidence: [{ what: "examples of one class in a row", value: length, limit: run.value * examples }],
    remedies: [
      "let fit() shuffle the data anew in each epoch: leave out shuffle: false",
      "where the order must stay, as for a file that is read through, shuffle the data once before: select(data, new Generator(seed).permutation(examples))",
    ],
    confidence: 0.95,
    severity: "warning",
  };
};

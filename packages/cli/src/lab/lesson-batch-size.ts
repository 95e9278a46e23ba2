import { showScore } from "../report/numbers.ts";
import { compareBatchSizes } from "./batch-sizes.ts";
import type { Findings, Lesson } from "./lesson.ts";

const run = async (): Promise<Findings> => {
  const { rows, sections } = await compareBatchSizes({
    model: "logistic",
    batchSizes: ["all", 1, 32, 256],
    epochs: 5,
  });
  const [all, single, usual, large] = rows;
  const last = ({ lossByEpoch }: (typeof rows)[number]): number => lossByEpoch[lossByEpoch.length - 1];
  const updates = ({ batchSize }: (typeof rows)[number]): number => Math.ceil(all.batchSize / batchSize);
  const ratio = single.gradientVariance / usual.gradientVariance;
  return {
    table: {
      head: ["batch size", "updates an epoch", "variance of the gradient", "loss after 1 epoch", "after 5"],
      rows: rows.map((row) => [
        String(row.batchSize),
        String(updates(row)),
        row.gradientVariance.toPrecision(3),
        showScore(row.lossByEpoch[1]),
        showScore(last(row)),
      ]),
    },
    figures: sections.flatMap(({ figure }) => figure ?? []),
    sees: [
      `The gradient of 32 examples has 1/${ratio.toFixed(0)} of the variance of that of one (a little less than 1/32, because batches are drawn without replacement); that of all ${all.batchSize} has none.`,
      `All examples at once make one update an epoch: after five epochs the loss is ${showScore(last(all))}. Batches of 32 make 32 and reach ${showScore(last(usual))}.`,
      `Single examples learn most in the first epoch (${showScore(single.lossByEpoch[1])}), but noise keeps them at ${showScore(last(single))} as long as the rate does not fall.`,
      "Batches of 32 to 512 are the usual compromise: many updates, gradients that are exact enough, and full use of the machine.",
    ],
    numbers: {
      ratio,
      "variance of all": all.gradientVariance,
      all: last(all),
      "batches of 1": last(single),
      "batches of 32": last(usual),
      "batches of 256": last(large),
    },
  };
};

export const batchSizeLesson: Lesson = {
  name: "batch-size",
  title: "Batch size",
  about: [
    "A mini-batch's gradient is a noisy sample of the gradient over all data. Smaller batches are noisier but make more updates an epoch.",
    "Logistic regression is learned at one rate in batches of all examples, 1, 32 and 256.",
  ],
  run,
  command: "thalweg compare garments --batch-sizes all,1,32,256",
  terms: ["batch size", "mini-batch", "gradient noise", "linear scaling rule"],
};

import { deviceText } from "../run/device.ts";
import type { Plan } from "../run/plan.ts";
import { fields } from "./fields.ts";
import { plural, showCount, showRate } from "./numbers.ts";

const optimizerText = ({ settings, optimizer }: Plan): string => {
  const { clip, weightDecay, momentum, set } = settings;
  const { name, forTheRest, learningRate } = optimizer;
  const course = "learningRate" in set ? [] : [settings.schedule];
  const rateText = learningRate === undefined ? ["a rate of its own"] : [`rate ${showRate(learningRate)}`, ...course];
  return [
    forTheRest === undefined ? name : `${name} for matrices and ${forTheRest} for the rest`,
    ...rateText,
    ...(momentum === undefined ? [] : [`momentum ${showRate(momentum)}`]),
    ...(weightDecay === undefined ? [] : [`weight decay ${showRate(weightDecay)}`]),
    ...Object.entries(set).map(([option, value]) => `${option}=${value}`),
    ...(clip === undefined ? [] : [`clipped at norm ${showRate(clip)}`]),
  ].join(", ");
};

const batchText = ({ settings, batchesPerEpoch, epochs, updates }: Plan): string => {
  const { batchSize, accumulate } = settings;
  const size = batchSize === "all" ? "all examples at once" : plural(batchSize, "example");
  const together = accumulate === 1 ? "" : `, the mean gradient of ${accumulate} an update`;
  const batches = batchesPerEpoch === 1 ? "1 batch" : `${showCount(batchesPerEpoch)} batches`;
  const each = accumulate === 1 ? plural(batchesPerEpoch, "update") : batches;
  const all = accumulate === 1 ? `${showCount(updates)} in all` : plural(updates, "update");
  return `${size}${together}; ${each} an epoch, ${plural(epochs, "epoch")}, ${all}`;
};

/** What is about to be trained, and on what. */
export const heading = (plan: Plan): readonly string[] =>
  fields([
    ...plan.task.heading,
    ["model", `${plan.task.modelText}, ${showCount(plan.trainer.parameterCount)} parameters`],
    ["optimizer", optimizerText(plan)],
    ["batches", batchText(plan)],
    ["device", deviceText(plan.device)],
    ["seed", String(plan.settings.seed)],
  ]);

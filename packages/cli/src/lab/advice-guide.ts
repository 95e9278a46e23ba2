/** Advice as a page to keep or to hand on. */
import type { Advice } from "./advice-answer.ts";
import { commandFor, programFor } from "./advice-programs.ts";
import { symptoms } from "./advice-symptoms.ts";

/** In which order to go, whatever the case. */
export const order: readonly string[] = [
  "Normalize the inputs, with statistics of the training data only.",
  "Take a reliable optimizer, and keep all other knobs fixed.",
  "Take a sensible batch size, and train a few epochs.",
  "Watch the training and the validation curve, both.",
  "If training is unstable: lower the rate first, then batch normalization, then momentum or RMSProp.",
  "Then let the rate fall over the run.",
  "Stabilize optimization before changing the model's capacity.",
  "Change one thing at a time, with a note on why, and the same seeds.",
];

const line = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;

/** What is known of the case, in words. */
export const caseText = ({ case: given }: Advice): string => {
  const { task, model, dataSize, batchSize, sparse, budget, symptom } = given;
  return [
    `${task} with ${model === "mlp" || model === "rnn" ? "an" : "a"} ${model} model`,
    ...(dataSize === undefined ? [] : [`${dataSize.toLocaleString("en-US")} examples`]),
    ...(batchSize === undefined ? [] : [batchSize === "all" ? "all examples a batch" : `batches of ${batchSize}`]),
    ...(sparse ? ["sparse gradients"] : []),
    ...(budget === undefined ? [] : [`${budget} epochs at most`]),
    ...(symptom === undefined ? [] : [`what goes wrong: ${symptom}`]),
  ].join(", ");
};

/** A guide in Markdown: settings with reasons, how to run them, what to do when something goes wrong. */
export const guideFor = (advice: Advice): string => {
  const { answers, symptom } = advice;
  const { command, note } = commandFor(advice);
  return [
    "# How to train this model",
    "",
    `The case: ${caseText(advice)}.`,
    "",
    ...(symptom === undefined
      ? []
      : [`**${symptom.name}**: ${symptom.sign}. ${symptom.why} (${symptom.source}). In short: ${symptom.fix}.`, ""]),
    "## Settings",
    "",
    line(["what", "setting", "why", "source"]),
    "|---|---|---|---|",
    ...answers.map(({ what, value, why, source }) => line([what, value, why, source])),
    "",
    "## Run it",
    "",
    "```sh",
    command,
    "```",
    ...(note === undefined ? [] : ["", `${note[0].toUpperCase()}${note.slice(1)}.`]),
    "",
    "In a program, where `model`, `train` and `validation` are yours:",
    "",
    "```ts",
    programFor(advice),
    "```",
    "",
    "## In this order",
    "",
    ...order.map((step, index) => `${index + 1}. ${step}`),
    "",
    "## When something goes wrong",
    "",
    line(["failure", "sign", "fix"]),
    "|---|---|---|",
    ...symptoms.map(({ name, sign, fix }) => line([name, sign, fix])),
    "",
  ].join("\n");
};

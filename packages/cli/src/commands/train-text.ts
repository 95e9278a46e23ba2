import { Command, Option } from "commander";
import { choice } from "../options/choice.ts";
import { count, fraction, fractionBelowOne, notNegative } from "../options/numbers.ts";
import { columns, lineWidth } from "../report/entry.ts";
import { startDevice } from "../run/device.ts";
import { checkFile, checkRunDir } from "../run/run-folder.ts";
import { trainRun } from "../run/train-run.ts";
import type { Surroundings } from "../surroundings.ts";
import { readTexts } from "../text/files.ts";
import { completed, type TextSettings, textModelNames, usualText as usual } from "../text/settings.ts";
import { textTask } from "../text/task.ts";
import {
  checkPlaces,
  courseDetails,
  type LearningOptions,
  optimizerOptions,
  option,
  reportingIn,
  runOptions,
} from "./train-options.ts";

const description = `Trains a model of characters: it learns from texts to tell the next character, and writes as it learns.

The end of the text is held out: after each epoch it tells the nats a character (the mean cross-entropy) and \
the perplexity, its exponential. Weight decay leaves biases, norms and embeddings alone. A run leaves a folder, \
as thalweg train does; run.json keeps the vocabulary.`;

const details = (width: number): string =>
  [
    "",
    "Models:",
    ...columns(
      [
        ["transformer", "embeddings of characters and places, blocks of causal attention that normalize first"],
        ["lstm", "embeddings of characters, LSTM layers"],
        ["gru", "embeddings of characters, GRU layers"],
      ],
      width,
    ),
    "",
    ...courseDetails(width),
    "",
    "Examples:",
    "  $ thalweg train text --file story.txt",
    '  $ thalweg train text --file README.md docs --updates 500 --prompt "## "',
    "  $ thalweg train text --file story.txt --model lstm --layers 1 --width 256 --epochs 20",
  ].join("\n");

export const textOptions: readonly Option[] = [
  new Option(
    "--file <path...>",
    "texts to learn from, one after the other; a folder stands for all files in it",
  ).makeOptionMandatory(),
  option("--validation-split <part>", "part of the text held out, its end", fraction, usual.validationSplit),
  option("--model <name>", textModelNames.join(", "), choice("model of texts", textModelNames), usual.model),
  option("--width <n>", "features of a character within the model", count, usual.width),
  option("--layers <n>", "blocks of the transformer, or recurrent layers", count, usual.layers),
  option("--heads <n>", "heads of attention, which divide the width", count, usual.heads),
  option("--context <n>", "characters that the model sees at once", count, usual.context),
  option("--dropout <part>", "part of the features left out in training", fractionBelowOne, usual.dropout),
  new Option("--prompt <text>", "what samples begin with (default: a new line)"),
  option("--temperature <t>", "0 writes the likeliest, 1 draws as the model says", notNegative, usual.temperature),
  option("--length <n>", "characters of a sample", count, usual.length),
  option("--sample-every <n>", "updates between two samples", count, usual.sampleEvery),
];

/** `thalweg train text` */
export const trainTextCommand = (surroundings: Surroundings): Command => {
  const command = new Command("text")
    .summary("trains a model of characters, which writes as it learns")
    .description(description)
    .addHelpText("after", details(lineWidth(surroundings.out)));
  for (const each of [
    ...textOptions,
    ...optimizerOptions(usual, "0.002 for adamw, the optimizer's own for others"),
    ...runOptions(usual),
  ])
    command.addOption(each);
  return command.action(async (given: TextSettings & LearningOptions) => {
    checkPlaces(command);
    const { reporting, rest } = reportingIn(given);
    const settings = completed(rest, command.getOptionValueSource("schedule") !== "default");
    await startDevice(settings);
    await checkRunDir(reporting.runDir);
    await checkFile("--save", reporting.save);
    const task = textTask(settings, await readTexts(settings.file));
    await trainRun(task, settings, reporting, surroundings);
  });
};

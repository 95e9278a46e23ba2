import { Argument, Command, Option } from "commander";
import { augmentationNames, augmentationsIn } from "../images/augmentations.ts";
import { loadRaw } from "../images/data.ts";
import {
  type DatasetName,
  datasetNames,
  type ImageSettings,
  imageModelNames,
  usualImages as usual,
  usualHidden,
} from "../images/settings.ts";
import { imageTask } from "../images/task.ts";
import { choice } from "../options/choice.ts";
import { count, fractionBelowOne, hiddenSizes } from "../options/numbers.ts";
import { columns, lineWidth } from "../report/entry.ts";
import { startDevice } from "../run/device.ts";
import { resumeRun } from "../run/resume-run.ts";
import { checkFile, checkRunDir } from "../run/run-folder.ts";
import { trainRun } from "../run/train-run.ts";
import type { Surroundings } from "../surroundings.ts";
import { checkBesideResume } from "./resume-options.ts";
import { trainCsvCommand } from "./train-csv.ts";
import {
  courseDetails,
  type LearningOptions,
  optimizerOptions,
  option,
  reportingIn,
  runOptions,
} from "./train-options.ts";
import { trainTextCommand } from "./train-text.ts";

const description = `Trains a classifier of pictures and tests it; thalweg train text trains a model of characters, \
thalweg train csv one of tables.

Pixels in [0, 255] are rescaled to [0, 1] in float32. The test data are used once, at the end; \
validation data come from the training data. A run leaves a folder: run.json (settings, versions, \
results), history.csv and checkpoints/*.safetensors. Ctrl-C stops after the running update and saves \
what is there; --resume goes on with a run that was stopped, killed or has failed, as if it never had been.`;

const datasetHelp =
  "fashion-mnist (60,000 photographs of clothing, downloaded once) or garments (the same ten classes, drawn; no files)";

const details = (width: number): string =>
  [
    "",
    "Models:",
    ...columns(
      [
        ["mlp", "flatten, then a dense layer and ReLU for each hidden size, then a dense layer"],
        ["mlp-bn", "the same with batch normalization before each ReLU"],
        ["cnn", "convolutions 5×5 with 32 and 64 filters, ReLU and max pooling by 2 after each, then as mlp"],
      ],
      width,
    ),
    "",
    ...courseDetails(width),
    "",
    "Examples:",
    "  $ thalweg train garments",
    "  $ thalweg train garments --model mlp-bn --hidden 256,128 --validation-split 0.1",
    "  $ thalweg train fashion-mnist --data-dir data/fashion-mnist --epochs 20",
    "  $ thalweg train fashion-mnist --model cnn --optimizer adamw --schedule warmup-cosine --augment shift,flip",
    "  $ thalweg train fashion-mnist --optimizer adamw --schedule warmup-cosine --warmup 5% --clip 1",
    "  $ thalweg train garments --train-examples 1000 --batch-size all --optimizer sgd --momentum 0.9",
    "  $ thalweg train garments --optimizer lion --learning-rate 3e-4 --set beta1=0.95",
    "  $ thalweg train garments --optimizer adamw --set beta1=one-cycle:initial=0.95,peak=0.85,total=470",
    "  $ thalweg train garments --json | tail -n 1",
    "  $ thalweg train --resume runs/2026-01-31-garments-mlp-1",
  ].join("\n");

export const imageDataOptions: readonly Option[] = [
  new Option(
    "--data-dir <folder>",
    "where the four IDX files of fashion-mnist are (default: $THALWEG_DATA, the cache)",
  ),
  option(
    "--train-examples <n>",
    "train on the first n examples; garments draws as many (default: all, or 6000)",
    count,
  ),
  option("--test-examples <n>", "test on the first n examples; garments draws as many (default: all, or 1000)", count),
  option(
    "--validation-split <part>",
    "part of the training data held out for validation",
    fractionBelowOne,
    usual.validationSplit,
  ),
  new Option("--standardize", "bring inputs to mean 0 and deviation 1, by the training data").default(
    usual.standardize,
  ),
  option(
    "--augment <names>",
    `change training pictures at random: ${augmentationNames.join(",")}, or some of them`,
    augmentationsIn,
    usual.augment,
    "none",
  ),
];

export const imageModelOptions: readonly Option[] = [
  option("--model <name>", imageModelNames.join(", "), choice("model", imageModelNames), usual.model),
  option(
    "--hidden <sizes>",
    "units of the hidden dense layers, or none (default: 256,128, or 256 for cnn)",
    hiddenSizes,
  ),
];

const resumeOption = new Option(
  "--resume <run>",
  "go on with the run in this folder, of pictures, texts or tables; its run.json says all else",
);

/** What commander reads. */
type ImageOptions = Omit<ImageSettings, "dataset" | "hidden" | "standardize"> &
  LearningOptions & { standardize?: boolean; hidden?: readonly number[]; resume?: string };

/** `thalweg train <dataset>`, with `thalweg train text` and `thalweg train csv` */
export const trainCommand = (surroundings: Surroundings): Command => {
  const others = [trainTextCommand(surroundings), trainCsvCommand(surroundings)];
  const names = others.map((other) => other.name());
  const dataset = new Argument("[dataset]", datasetHelp).argParser(choice("data set", datasetNames, undefined, names));
  const command = new Command("train")
    .summary("trains a model of pictures, texts or tables")
    .description(description)
    .usage("[options] <dataset>\n       thalweg train --resume <run>")
    .addArgument(dataset)
    .addHelpText("after", details(lineWidth(surroundings.out)))
    .helpCommand(false)
    // What stands after text or csv is theirs.
    .enablePositionalOptions();
  for (const other of others) command.addCommand(other);
  const options = [
    ...imageDataOptions,
    ...imageModelOptions,
    ...optimizerOptions(usual),
    ...runOptions(usual),
    resumeOption,
  ];
  for (const each of options) command.addOption(each);
  return command.action(async (name: DatasetName | undefined, { resume, ...given }: ImageOptions) => {
    const { reporting, rest } = reportingIn(given);
    if (resume !== undefined) {
      await checkBesideResume(command, resume);
      await checkFile("--save", reporting.save);
      const { json, save, summary, checkpointEvery, diagnose, giveUp } = reporting;
      const blas = command.getOptionValueSource("blas") === "cli" ? rest.blas : undefined;
      const asked = {
        ...(save === undefined ? {} : { save }),
        ...(checkpointEvery === undefined ? {} : { checkpointEvery }),
        ...(diagnose === undefined ? {} : { diagnose }),
        ...(giveUp === undefined ? {} : { giveUp }),
      };
      return resumeRun(resume, { json, summary, threads: rest.threads, blas, ...asked }, surroundings);
    }
    if (name === undefined) return command.error("error: missing required argument 'dataset'");
    const { standardize = false, hidden = usualHidden[rest.model] } = rest;
    const settings: ImageSettings = { ...rest, dataset: name, standardize, hidden };
    await startDevice(settings);
    await checkRunDir(reporting.runDir);
    await checkFile("--save", reporting.save);
    const task = imageTask(settings, await loadRaw(settings));
    await trainRun(task, settings, reporting, surroundings);
  });
};

import { Argument, Command, Option } from "commander";
import { deviceNames } from "thalweg/tensor";
import { choice } from "../options/choice.ts";
import { assignment } from "../options/notation.ts";
import {
  batchSize,
  count,
  fractionBelowOne,
  hiddenSizes,
  notNegative,
  positive,
  warmupLength,
  wholeNumber,
} from "../options/numbers.ts";
import { columns, lineWidth } from "../report/entry.ts";
import { loadRaw } from "../run/data.ts";
import { optimizerLines, optimizerNames } from "../run/optimizer.ts";
import { checkFile, checkRunDir } from "../run/run-folder.ts";
import { scheduleLines, scheduleNames } from "../run/schedule.ts";
import {
  type DatasetName,
  datasetNames,
  modelNames,
  type Reporting,
  type TrainSettings,
  usual,
} from "../run/settings.ts";
import { trainRun } from "../run/train-run.ts";
import type { Surroundings } from "../surroundings.ts";

const description = `Trains a classifier and tests it.

Pixels in [0, 255] are rescaled to [0, 1] in float32. The test data are used once, at the end; \
validation data come from the training data. A run leaves a folder: run.json (settings, versions, \
results), history.csv and checkpoints/*.safetensors. Ctrl-C stops after the running update and saves \
what is there.`;

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
      ],
      width,
    ),
    "",
    "Optimizers (all of one: thalweg optimizers adamw):",
    ...columns(optimizerLines(), width),
    "",
    "Schedules of the learning rate, over all updates of the run:",
    ...columns(scheduleLines(), width),
    "",
    "Examples:",
    "  $ thalweg train garments",
    "  $ thalweg train garments --model mlp-bn --hidden 256,128 --validation-split 0.1",
    "  $ thalweg train fashion-mnist --data-dir data/fashion-mnist --epochs 20",
    "  $ thalweg train fashion-mnist --optimizer adamw --schedule warmup-cosine --warmup 5% --clip 1",
    "  $ thalweg train garments --train-examples 1000 --batch-size all --optimizer sgd --momentum 0.9",
    "  $ thalweg train garments --optimizer lion --learning-rate 3e-4 --set beta1=0.95",
    "  $ thalweg train garments --optimizer adamw --set beta1=one-cycle:initial=0.95,peak=0.85,total=470",
    "  $ thalweg train garments --json | tail -n 1",
  ].join("\n");

const option = <T>(flags: string, text: string, read: (text: string) => T, standard?: T, shown?: string): Option => {
  const made = new Option(flags, text).argParser(read);
  return standard === undefined ? made : made.default(standard, shown);
};

/** One more `name=value`. */
const addSetting = (text: string, before: TrainSettings["set"]): TrainSettings["set"] => {
  const [name, value] = assignment(text, "--set");
  return { ...before, [name]: value };
};

const dataOptions: readonly Option[] = [
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
];

const modelOptions: readonly Option[] = [
  option("--model <name>", modelNames.join(" or "), choice("model", modelNames), usual.model),
  option("--hidden <sizes>", "units of the hidden layers, or none", hiddenSizes, usual.hidden, usual.hidden.join(",")),
];

const optimizerOptions: readonly Option[] = [
  option(
    "--optimizer <name>",
    "how weights are updated",
    choice("optimizer", optimizerNames, "thalweg optimizers"),
    usual.optimizer,
  ),
  option("--learning-rate <rate>", "the highest rate of the schedule (default: the optimizer's own)", notNegative),
  option("--momentum <beta>", "momentum of sgd, momentum, nesterov and rmsprop, in [0, 1)", fractionBelowOne),
  option(
    "--weight-decay <lambda>",
    "pulls weights to 0: as adamw does where the optimizer has it, else λw is added to gradients",
    notNegative,
  ),
  new Option(
    "--set <name=value>",
    "any other option of the optimizer, as often as needed; thalweg optimizers lists them",
  )
    .argParser(addSetting)
    .default(usual.set, "none"),
  option("--clip <norm>", "scale gradients down to this global norm", positive),
  option("--schedule <name>", "course of the learning rate", choice("schedule", scheduleNames), usual.schedule),
  option("--warmup <length>", "updates in which the rate rises from 0, such as 100 or 5%", warmupLength),
];

const runOptions: readonly Option[] = [
  option("--epochs <n>", "times that all training data are seen", count, usual.epochs),
  option("--batch-size <n>", "examples an update, or all", batchSize, usual.batchSize),
  option("--accumulate <n>", "batches whose mean gradient makes an update", count, usual.accumulate),
  option("--seed <n>", "decides weights, order and split; equal seeds give equal runs", wholeNumber, usual.seed),
  option(
    "--device <name>",
    "wasm (fast) or reference (plain JavaScript, float64)",
    choice("device", deviceNames),
    usual.device,
  ),
  new Option("--run-dir <folder>", "folder of this run (default: runs/<date>-<dataset>-<model>-<n>)"),
  new Option("--save <file>", "write the trained model there, too, as safetensors"),
  new Option("--json", "end with one line of JSON on stdout; everything else goes to stderr"),
];

/** What commander reads; flags are left out unless given. */
type TrainOptions = Omit<TrainSettings, "dataset" | "standardize"> & Partial<Reporting> & { standardize?: boolean };

/** `thalweg train <dataset>` */
export const trainCommand = (surroundings: Surroundings): Command => {
  const dataset = new Argument("<dataset>", datasetHelp).argParser(choice("data set", datasetNames));
  const command = new Command("train")
    .summary("trains a classifier and tests it")
    .description(description)
    .addArgument(dataset)
    .addHelpText("after", details(lineWidth(surroundings.out)));
  for (const each of [...dataOptions, ...modelOptions, ...optimizerOptions, ...runOptions]) command.addOption(each);
  return command.action(async (name: DatasetName, options: TrainOptions) => {
    const { runDir, save, json = false, standardize = false, ...rest } = options;
    const settings: TrainSettings = { dataset: name, standardize, ...rest };
    await checkRunDir(runDir);
    await checkFile("--save", save);
    const raw = await loadRaw(settings);
    await trainRun(raw, settings, { runDir, save, json }, surroundings);
  });
};

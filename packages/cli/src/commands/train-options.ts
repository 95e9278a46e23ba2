/** Options that every `thalweg train` has. */
import { type Command, Option } from "commander";
import { deviceNames } from "thalweg/tensor";
import { wrongUsage } from "../command-error.ts";
import { choice } from "../options/choice.ts";
import { assignment } from "../options/notation.ts";
import {
  batchSize,
  count,
  fractionBelowOne,
  notNegative,
  pathLength,
  positive,
  threadNumber,
  warmupLength,
  wholeNumber,
} from "../options/numbers.ts";
import { columns } from "../report/entry.ts";
import { optimizerLines, optimizerNames } from "../run/optimizer.ts";
import { scheduleLines, scheduleNames } from "../run/schedule.ts";
import { type LearningSettings, type Reporting, usual } from "../run/settings.ts";

/** An option with a reader of its text, and what it is unless given. */
export const option = <T>(
  flags: string,
  text: string,
  read: (text: string) => T,
  standard?: T,
  shown?: string,
): Option => {
  const made = new Option(flags, text).argParser(read);
  return standard === undefined ? made : made.default(standard, shown);
};

export const threadsOption = (): Option =>
  option("--threads <n>", "threads that compute, 1 to 64 (default: one a core)", threadNumber);

export const blasOption = (): Option =>
  new Option("--blas <which>", "the system's BLAS for large products: auto, off, or a library's path").default(
    usual.blas,
  );

/** One more `name=value`. */
const addSetting = (text: string, before: LearningSettings["set"]): LearningSettings["set"] => {
  const [name, value] = assignment(text, "--set");
  return { ...before, [name]: value };
};

export const optimizerOptions = (
  usual: Omit<LearningSettings, "model">,
  usualRate = "the optimizer's own",
): readonly Option[] => [
  option(
    "--optimizer <name>",
    "how weights are updated",
    choice("optimizer", optimizerNames, "thalweg optimizers"),
    usual.optimizer,
  ),
  option("--learning-rate <rate>", `the highest rate of the schedule (default: ${usualRate})`, notNegative),
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
  option("--clip <norm>", "scale gradients down to this global norm", positive, usual.clip),
  option("--schedule <name>", "course of the learning rate", choice("schedule", scheduleNames), usual.schedule),
  option("--warmup <length>", "updates in which the rate rises from 0, such as 100 or 5%", warmupLength),
];

export const runOptions = (usual: Omit<LearningSettings, "model">): readonly Option[] => [
  option("--epochs <n>", "times that all training data are seen", count, usual.epochs),
  option("--updates <n>", "updates of the whole run, in place of --epochs", count),
  option("--batch-size <n>", "examples an update, or all", batchSize, usual.batchSize),
  option("--accumulate <n>", "batches whose mean gradient makes an update", count, usual.accumulate),
  option("--seed <n>", "decides weights, order and split; equal seeds give equal runs", wholeNumber, usual.seed),
  option(
    "--device <name>",
    "wasm (fast) or reference (plain JavaScript, float64)",
    choice("device", deviceNames),
    usual.device,
  ),
  threadsOption(),
  blasOption(),
  new Option("--run-dir <folder>", "folder of this run (default: runs/<date>-<data>-<model>-<n>)"),
  new Option("--save <file>", "write the trained model there, too, as safetensors"),
  option(
    "--keep-path <n>",
    "keep the weights at n places of the way, for thalweg landscape --directions path",
    pathLength,
  ),
  option("--checkpoint-every <n>", "updates between two checkpoints within an epoch (default: about a minute)", count),
  new Option("--diagnose", "say why it does not train, as soon as that is sure"),
  new Option("--give-up", "the same, and end a run that cannot come to anything"),
  new Option("--summary", "show the model as a table: layers, shapes, parameters, memory"),
  new Option("--json", "end with one line of JSON on stdout; everything else goes to stderr"),
];

/** What commander reads of them; flags are left out unless given. */
export type LearningOptions = Omit<LearningSettings, "model"> & Partial<Reporting>;

/** What a run leaves and how it speaks, apart from what it depends on. */
export const reportingIn = <T extends Partial<Reporting>>({
  runDir,
  save,
  json = false,
  summary = false,
  keepPath,
  checkpointEvery,
  diagnose,
  giveUp,
  ...rest
}: T) => ({
  reporting: { runDir, save, json, summary, keepPath, checkpointEvery, diagnose, giveUp },
  rest,
});

/** What the help lists below the options. */
export const courseDetails = (width: number): readonly string[] => [
  "Optimizers (all of one: thalweg optimizers adamw):",
  ...columns(optimizerLines(), width),
  "",
  "Schedules of the learning rate, over all updates of the run:",
  ...columns(scheduleLines(), width),
];

/** Refuses options that stand before the name of the command they are for, where they would do nothing. */
export const checkPlaces = (command: Command): void => {
  const { parent } = command;
  const early = parent?.options.find((each) => parent.getOptionValueSource(each.attributeName()) === "cli");
  if (early) throw wrongUsage(`${early.long}: options must stand after ${command.name()}`);
};

/** `thalweg compare` on a network. */
import { Command, Option } from "commander";
import { deviceNames } from "thalweg/tensor";
import { wrongUsage } from "../command-error.ts";
import { loadRaw } from "../images/data.ts";
import {
  type DatasetName,
  type ImageSettings,
  imageModelNames,
  usualImages as usual,
  usualHidden,
} from "../images/settings.ts";
import { type Entrant, entrantsOf, readOptimizers } from "../lab/compare-entrants.ts";
import { networkSections, pairsTable, standingsTable, verdict } from "../lab/compare-network-report.ts";
import { type Contest, compareTrainings, pairsOf, type Standing, scoreOf } from "../lab/compare-networks.ts";
import { plannedFor } from "../lab/compare-surface.ts";
import type { Trained } from "../lab/compare-training.ts";
import { type TunedNetwork, tuneOnNetwork } from "../lab/tune-network.ts";
import { choice } from "../options/choice.ts";
import { batchSize, count, fractionBelowOne, hiddenSizes, positive } from "../options/numbers.ts";
import { typedLine } from "../options/typed-line.ts";
import { terminalOf } from "../pictures/terminal-picture.ts";
import { checkPictures, writePictures } from "../pictures/write-pictures.ts";
import { lineWidth } from "../report/entry.ts";
import { showRate, showScore } from "../report/numbers.ts";
import { tableLines } from "../report/table.ts";
import { wrapped } from "../report/wrapped.ts";
import { startDevice } from "../run/device.ts";
import { checkRunDir, RunFolder } from "../run/run-folder.ts";
import type { Surroundings } from "../surroundings.ts";
import { type BatchOptions, batchSizesOption, showBatchSizes } from "./compare-batches.ts";
import { comparisonOptions } from "./compare-options.ts";
import { blasOption, checkPlaces, option, threadsOption } from "./train-options.ts";

/** What all trainings have in common. */
type NetworkOptions = BatchOptions &
  Pick<ImageSettings, "model" | "batchSize" | "validationSplit" | "device" | "blas" | "dataDir" | "threads"> &
  Pick<ImageSettings, "clip" | "updates" | "trainExamples" | "testExamples"> & {
    readonly epochs?: number;
    readonly hidden?: readonly number[];
    readonly runDir?: string;
  };

const networkOptions = (name: DatasetName): readonly Option[] => [
  ...(name === "garments" ? [] : [new Option("--data-dir <folder>", "where the four IDX files are")]),
  option("--train-examples <n>", "train on the first n examples", count),
  option("--test-examples <n>", "test on the first n examples", count),
  option(
    "--validation-split <part>",
    "part held out for validation (default: 0, or 0.1 with --tune)",
    fractionBelowOne,
  ),
  option("--model <name>", imageModelNames.join(", "), choice("model", imageModelNames), usual.model),
  option("--hidden <sizes>", "units of the hidden dense layers, or none (default: as train)", hiddenSizes),
  option("--epochs <n>", "times that all training data are seen (default: 5)", count),
  option("--updates <n>", "updates of each training, in place of --epochs", count),
  option("--batch-size <n>", "examples an update, or all", batchSize, usual.batchSize),
  option("--clip <norm>", "scale gradients down to this global norm", positive, usual.clip),
  option("--device <name>", "wasm or reference", choice("device", deviceNames), usual.device),
  threadsOption(),
  blasOption(),
  new Option(
    "--run-dir <folder>",
    "folder with one run folder a training (default: runs/<date>-compare-<data>-<model>-<n>)",
  ),
  ...(name === "garments" ? [batchSizesOption()] : []),
];

/** Validation data that choose a rate when the user names none. */
const tuningSplit = 0.1;

/** All settings of a training but those of its optimizer. */
const settingsOf = (dataset: DatasetName, options: NetworkOptions): ImageSettings => {
  const { model, hidden = usualHidden[model], epochs = 5, tune = false, validationSplit } = options;
  const { batchSize, clip, updates, trainExamples, testExamples, dataDir, device, threads, blas, seed } = options;
  if (tune && validationSplit === 0) {
    throw wrongUsage("--tune: rates are chosen by validation data; leave out --validation-split 0");
  }
  return {
    ...usual,
    ...{ dataset, model, hidden, epochs, updates, batchSize, clip },
    ...{ trainExamples, testExamples, dataDir, device, threads, blas, seed },
    validationSplit: validationSplit ?? (tune ? tuningSplit : 0),
  };
};

const checkTunable = (entrants: readonly Entrant[], { tune = false }: NetworkOptions): void => {
  const given = entrants.find(({ settings }) => settings.learningRate !== undefined || "learningRate" in settings.set);
  if (tune && given) throw wrongUsage(`--tune: looks for the rate itself; ${given.name} has one already`);
};

const trainedText = (name: string, { seed, scores, divergedAt }: Trained): string =>
  divergedAt === undefined
    ? `${name}, seed ${seed}: test accuracy ${showScore(scores.testAccuracy)}, training loss ${showScore(scores.trainLoss)}`
    : `${name}, seed ${seed}: diverged at update ${divergedAt}`;

const tuneAll = async (entrants: readonly Entrant[], contest: Contest, say: (line: string) => void) => {
  const tuned: TunedNetwork[] = [];
  for (const entrant of entrants) {
    const onTried = (rate: number, loss: number): void =>
      say(
        `${entrant.name} at ${showRate(rate)}: ${Number.isFinite(loss) ? `validation loss ${showScore(loss)}` : "diverged"}`,
      );
    tuned.push(await tuneOnNetwork(entrant, contest, onTried));
  }
  return tuned;
};

const standingFacts = (standing: Standing) => ({
  name: standing.name,
  learningRate: standing.learningRate ?? null,
  testAccuracy: scoreOf(standing, "testAccuracy"),
  testLoss: scoreOf(standing, "testLoss"),
  trainLoss: scoreOf(standing, "trainLoss"),
  trainings: standing.trainings.map(({ runDir, seed, scores, divergedAt }) => ({
    ...{ runDir, seed, divergedAt: divergedAt ?? null },
    scores,
  })),
});

/** What was found, and the report's pictures. */
const conclude = (standings: readonly Standing[], tuned: readonly TunedNetwork[], columns: number) => {
  const pairs = pairsOf(standings, "testAccuracy");
  const sections = networkSections(standings, pairs, tuned);
  const [standingsRows, pairsRows] = [standingsTable(standings), pairsTable(pairs)];
  const chart = sections.flatMap(({ figure }) => figure ?? [])[0];
  const lines = [
    "",
    ...tableLines(standingsRows.head, standingsRows.rows),
    ...(pairs.length > 0 ? ["", ...tableLines(pairsRows.head, pairsRows.rows)] : []),
    "",
    wrapped(verdict(standings, pairs), columns, 0),
    "",
    ...terminalOf(chart, { columns, rows: 14 }),
  ];
  return { pairs, sections, lines };
};

const compareOnNetwork = async (
  dataset: DatasetName,
  options: NetworkOptions,
  command: string,
  surroundings: Surroundings,
): Promise<void> => {
  const { out, err, interruption } = surroundings;
  const { seeds, runDir, tune = false, json = false } = options;
  const settings = settingsOf(dataset, options);
  const entrants = entrantsOf(options);
  checkTunable(entrants, options);
  // Wrong options are found before any time is spent.
  for (const entrant of entrants) plannedFor(entrant, 1000);
  await startDevice(settings);
  await checkPictures(options);
  await checkRunDir(runDir);
  const raw = await loadRaw(settings);
  const folder = await RunFolder.claim({ runDir, stem: `compare-${dataset}-${settings.model}` });
  const contest: Contest = { settings, raw, seeds, dir: folder.path, interruption };
  const talk = json ? err : out;
  const say = (line: string): void => void talk.write(`${line}\n`);
  const tuned = tune ? await tuneAll(entrants, contest, say) : [];
  const rates = entrants.map((_, index) => tuned[index]?.rate);
  const standings = await compareTrainings(entrants, contest, rates, (name, trained) =>
    say(trainedText(name, trained)),
  );
  const { pairs, sections, lines } = conclude(standings, tuned, lineWidth(out));
  say(lines.join("\n"));
  const about = `${dataset}, ${settings.model} ${settings.hidden.join("-")}, ${seeds} seeds each`;
  const files = await writePictures(
    options,
    { title: `Optimizers on ${dataset}`, command, about, sections },
    surroundings,
  );
  say(`one folder a training in ${folder.path}`);
  const facts = { dataset, model: settings.model, seeds, optimizers: standings.map(standingFacts), pairs, files };
  if (json) out.write(`${JSON.stringify({ ...facts, tuned, runDir: folder.path })}\n`);
};

/** `thalweg compare garments` and `thalweg compare fashion-mnist` */
export const compareNetworkCommand = (name: DatasetName, surroundings: Surroundings): Command => {
  const command = new Command(name)
    .summary(`compares optimizers on networks that learn ${name}`)
    .description(
      `Trains a network on ${name} with each optimizer and several seeds: means, spreads, and whether differences are significant.`,
    );
  const common = comparisonOptions({
    readNames: readOptimizers,
    optimizers: "sgd,adam",
    seeds: 5,
    seedsText: "trainings of each optimizer, which differ in weights and order",
  });
  for (const each of [...networkOptions(name), ...common]) command.addOption(each);
  return command.action(async (options: NetworkOptions) => {
    checkPlaces(command);
    if (options.batchSizes !== undefined) return showBatchSizes("mlp", options, typedLine(command), surroundings);
    return compareOnNetwork(name, options, typedLine(command), surroundings);
  });
};

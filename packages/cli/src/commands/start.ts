import { Command, Option } from "commander";
import { ThalwegError } from "thalweg/errors";
import { loadRaw, type RawData } from "../images/data.ts";
import type { Patience } from "../images/fetch-within.ts";
import { type ImageSettings, usualHidden, usualImages } from "../images/settings.ts";
import { imageTask } from "../images/task.ts";
import { count, wholeNumber } from "../options/numbers.ts";
import { checkRunDir } from "../run/run-folder.ts";
import { type Reporting, usual } from "../run/settings.ts";
import { trainRun } from "../run/train-run.ts";
import type { Surroundings } from "../surroundings.ts";
import { blasOption, threadsOption } from "./train-options.ts";

const description = `Trains a small network on clothing: on Fashion-MNIST where it can be had, else on garments, \
the same classes drawn by code. \`npm start\` runs this.`;

/** A first run should begin soon, even where nothing can be downloaded. */
const patience: Patience = { answer: 6, total: 40 };

const examples = { trainExamples: 12000, testExamples: 2000 };

interface StartOptions extends Partial<Reporting> {
  readonly dataDir?: string;
  readonly epochs: number;
  readonly seed: number;
  readonly threads?: number;
  readonly blas: string;
}

/** The settings and data of the first set that can be had; a folder given by hand must hold what it should. */
const chooseData = async (
  { dataDir, epochs, seed, threads, blas }: StartOptions,
  say: (text: string) => void,
): Promise<{ readonly settings: ImageSettings; readonly raw: RawData }> => {
  const model = { model: "mlp-bn", hidden: usualHidden["mlp-bn"] } as const;
  const common = {
    ...usualImages,
    ...model,
    schedule: "cosine",
    validationSplit: 0.1,
    epochs,
    seed,
    threads,
    blas,
  } as const;
  const photographs: ImageSettings = { ...common, dataset: "fashion-mnist", dataDir };
  try {
    const raw = await loadRaw(photographs, patience);
    say("Training on Fashion-MNIST.\n\n");
    return { settings: photographs, raw };
  } catch (error) {
    if (dataDir !== undefined || !(error instanceof ThalwegError)) throw error;
    const [reason] = error.message.split("\n");
    say(`Training on garments, clothing drawn by code, because Fashion-MNIST cannot be had:\n${reason}\n\n`);
    const drawn: ImageSettings = { ...common, ...examples, dataset: "garments" };
    return { settings: drawn, raw: await loadRaw(drawn) };
  }
};

/** `thalweg start`, what `npm start` runs. */
export const startCommand = (surroundings: Surroundings): Command =>
  new Command("start")
    .summary("trains a first network")
    .description(description)
    .addOption(new Option("--data-dir <folder>", "where the four IDX files of Fashion-MNIST are"))
    .addOption(new Option("--epochs <n>", "times that all training data are seen").argParser(count).default(8))
    .addOption(new Option("--seed <n>", "decides weights, order and split").argParser(wholeNumber).default(usual.seed))
    .addOption(threadsOption())
    .addOption(blasOption())
    .addOption(new Option("--run-dir <folder>", "folder of this run"))
    .addOption(new Option("--json", "end with one line of JSON on stdout"))
    .action(async (options: StartOptions) => {
      const { runDir, json = false } = options;
      await checkRunDir(runDir);
      const talk = json ? surroundings.err : surroundings.out;
      const { settings, raw } = await chooseData(options, (text) => talk.write(text));
      await trainRun(imageTask(settings, raw), settings, { runDir, json }, surroundings);
    });

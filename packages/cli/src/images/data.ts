import {
  clothing,
  type Dataset,
  exampleCount,
  fashionMnist,
  fingerprint,
  garments,
  rescale,
  type StandardizerState,
  split,
  standardizer,
  take,
} from "thalweg/data";
import { ThalwegError } from "thalweg/errors";
import { wrongUsage } from "../command-error.ts";
import { fetchWithin, type Patience } from "./fetch-within.ts";
import type { ImageSettings } from "./settings.ts";

/** Training and test data as they come, pixels in [0, 255]. */
export interface RawData {
  readonly train: Dataset;
  readonly test: Dataset;
}

/** What a run trains, validates and tests on: float32 inputs, prepared. */
export interface PreparedData {
  readonly train: Dataset;
  /** Held out from the training data, never from the test data. */
  readonly validation?: Dataset;
  readonly test: Dataset;
  readonly classes: readonly string[];
  /** Of the data as they came. */
  readonly fingerprints: { readonly train: string; readonly test: string };
  readonly standardizer?: StandardizerState;
}

const limited = (source: Dataset, option: string, examples: number | undefined): Dataset => {
  if (examples === undefined) return source;
  const count = exampleCount(source);
  if (examples <= count) return take(source, examples);
  throw wrongUsage(`${option} must be at most ${count}, the examples there are, got ${examples}`);
};

const readFashionMnist = async (
  { dataDir, trainExamples, testExamples }: ImageSettings,
  patience: Patience,
): Promise<RawData> => {
  try {
    const { train, test } = await fashionMnist({ dataDir, fetch: fetchWithin(patience) });
    return {
      train: limited(train, "--train-examples", trainExamples),
      test: limited(test, "--test-examples", testExamples),
    };
  } catch (error) {
    if (!(error instanceof ThalwegError) || error.code !== "file") throw error;
    const remedy = "thalweg train garments needs no files; --data-dir names a folder with the four";
    throw new ThalwegError("file", `${error.message}\n${remedy}`, { cause: error });
  }
};

/** The data set that settings name, cut to the numbers of examples they give. */
export const loadRaw = async (settings: ImageSettings, patience: Patience = { answer: 20 }): Promise<RawData> => {
  if (settings.dataset === "fashion-mnist") return readFashionMnist(settings, patience);
  if (settings.dataDir !== undefined)
    throw wrongUsage("--data-dir: garments is drawn and reads no files; leave it out");
  return garments({ train: settings.trainExamples, test: settings.testExamples });
};

/** Splits off the validation data by the seed, and brings inputs to [0, 1], or to mean 0 and deviation 1. */
export const prepare = (raw: RawData, { validationSplit, seed, standardize }: ImageSettings): PreparedData => {
  const fingerprints = { train: fingerprint(raw.train), test: fingerprint(raw.test) };
  const parts = validationSplit > 0 ? split(raw.train, { validation: validationSplit, seed }) : { train: raw.train };
  const train = rescale(parts.train);
  const statistics = standardize ? standardizer(train) : undefined;
  const ready = (source: Dataset): Dataset => (statistics ? statistics.apply(source) : source);
  return {
    train: ready(train),
    ...("validation" in parts ? { validation: ready(rescale(parts.validation)) } : {}),
    test: ready(rescale(raw.test)),
    classes: raw.train.classes ?? clothing,
    fingerprints,
    ...(statistics ? { standardizer: statistics } : {}),
  };
};

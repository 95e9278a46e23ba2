/** Options of `thalweg sweep`: those of the training that it repeats, and its own. */
import { availableParallelism } from "node:os";
import { InvalidArgumentError, Option } from "commander";
import { metricNames } from "../lab/sweep-plan.ts";
import type { Base } from "../lab/sweep-settings.ts";
import { type Dimension, dimensionIn } from "../lab/sweep-space.ts";
import { choice } from "../options/choice.ts";
import { kebabCase } from "../options/names.ts";
import { count, finite, fractionBelowOne, notNegative } from "../options/numbers.ts";
import { pictureOptions } from "../pictures/write-pictures.ts";
import type { Surroundings } from "../surroundings.ts";
import { listOf } from "./compare-options.ts";
import { trainCommand } from "./train.ts";
import { option } from "./train-options.ts";

/** Options of `thalweg train` that belong to one run alone. */
const ofOneRun: readonly string[] = [
  ...["runDir", "save", "summary", "keepPath", "checkpointEvery", "diagnose", "giveUp", "resume", "json"],
];
/** Options that change no result and cannot be varied. */
const ofTheMachine: readonly string[] = ["device", "threads", "blas", "dataDir"];
/** Options of training that mean something on a surface, too. */
const ofWalks: readonly string[] = [
  ...["optimizer", "learningRate", "momentum", "weightDecay", "set", "clip", "schedule", "warmup", "seed"],
];

const surfaceOptions = (): readonly Option[] => [
  option("--steps <n>", "updates of a trial on a surface", count, 1000),
  option("--start <x,y>", "where trials on a surface begin (default: the surface's own)", listOf(finite)),
  option("--noise <deviation>", "normal noise on each element of a surface's gradient", notNegative, 0),
];

/** Part of the training data by which trials are judged, unless the user says otherwise. */
const usualSplit = 0.2;

const trainingOptions = (surroundings: Surroundings): readonly Option[] =>
  trainCommand(surroundings)
    .options.filter((each) => !ofOneRun.includes(each.attributeName()))
    .map((each) => {
      if (each.attributeName() !== "validationSplit") return each;
      // One of its own, since the other is that of train.
      return option(each.flags, each.description, fractionBelowOne, usualSplit);
    });

const eta = (text: string): number => {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 2) return value;
  throw new InvalidArgumentError("It must be a whole number ≥ 2.");
};

const ownOptions = (): readonly Option[] => [
  new Option(
    "--vary <name=values>",
    "a hyperparameter and its values: 0,0.5,0.9 or a range 1e-4..1e-1:log; as often as needed",
  ).argParser((text: string, before: readonly Dimension[] | undefined) => [...(before ?? []), dimensionIn(text)]),
  option("--search <kind>", "grid (every combination) or random", choice("search", ["grid", "random"]), "grid"),
  option("--trials <n>", "how many a random search draws (default: 20)", count),
  option("--processes <n>", "trials at a time", count, availableParallelism(), "one a core"),
  option(
    "--halving [kind]",
    "take only the best on: async (ASHA, unless said) or sync (rungs that wait for each other)",
    choice("halving", ["async", "sync"]),
  ),
  option("--min-updates <n>", "length of the first rung on a surface (default: about steps/η³)", count),
  option("--min-epochs <n>", "length of the first rung of a network (default: about epochs/η³)", count),
  option("--eta <n>", "one of so many goes on, so many times as long", eta, 3),
  option(
    "--metric <name>",
    `what decides on a network: ${metricNames.join(", ")} (default: validation-loss)`,
    choice("metric", metricNames),
  ),
  new Option(
    "--dir <folder>",
    "folder of the sweep; the same command goes on there (default: runs/<date>-sweep-<target>-<n>)",
  ),
  ...pictureOptions(),
  new Option("--json", "end with one line of JSON on stdout; everything else goes to stderr"),
];

/** All options of the command. */
export const sweepOptions = (surroundings: Surroundings) => {
  const [training, surface] = [trainingOptions(surroundings), surfaceOptions()];
  const isOfWalks = (each: Option): boolean => ofWalks.includes(each.attributeName());
  const isVaried = (each: Option): boolean => !["set", ...ofTheMachine].includes(each.attributeName());
  return {
    all: [...ownOptions(), ...surface, ...training],
    /** What a sweep of each kind can vary, and what the other kind has no use for. */
    varied: {
      surface: [...surface, ...training.filter(isOfWalks)].filter(isVaried),
      network: training.filter(isVaried),
    } satisfies Record<Base["kind"], readonly Option[]>,
    foreign: {
      surface: training.filter((each) => !isOfWalks(each)),
      network: surface,
    } satisfies Record<Base["kind"], readonly Option[]>,
    /** What a command line of a single run has. */
    training: [...surface, ...training],
  };
};

/** `--learning-rate` */
export const flagOf = (each: Option): string => `--${kebabCase(each.attributeName())}`;

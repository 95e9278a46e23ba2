/** Options of every `thalweg compare`. */
import { InvalidArgumentError, Option } from "commander";
import type { EntrantOptions, Written } from "../lab/compare-entrants.ts";
import { assignment } from "../options/notation.ts";
import {
  count,
  fractionBelowOne,
  notNegative,
  positive,
  type Reader,
  warmupLength,
  wholeNumber,
} from "../options/numbers.ts";
import { type PictureOptions, pictureOptions } from "../pictures/write-pictures.ts";
import { usual } from "../run/settings.ts";
import { option } from "./train-options.ts";

/** What commander reads of them. */
export interface ComparisonOptions extends EntrantOptions, PictureOptions {
  readonly seeds: number;
  readonly seed: number;
  readonly tune?: boolean;
  readonly json?: boolean;
}

/** Values with commas between them, each by the same rule. */
export const listOf =
  <T>(read: Reader<T>): Reader<readonly T[]> =>
  (text) =>
    text.split(",").map((part) => {
      try {
        return read(part);
      } catch (error) {
        if (!(error instanceof InvalidArgumentError)) throw error;
        throw new InvalidArgumentError(
          `${error.message.replace(/^It /, "Each ")} Commas stand between them; got ${part || "nothing"}.`,
        );
      }
    });

const addSetting = (text: string, before: EntrantOptions["set"]): EntrantOptions["set"] => {
  const [name, value] = assignment(text, "--set");
  return { ...before, [name]: value };
};

export const comparisonOptions = ({
  readNames,
  optimizers,
  seeds,
  seedsText,
}: {
  readonly readNames: (text: string) => readonly Written[];
  readonly optimizers: string;
  readonly seeds: number;
  readonly seedsText: string;
}): readonly Option[] => [
  option(
    "--optimizers <names>",
    "what takes part, such as gd,adam(beta1=0.8), or all; thalweg optimizers lists them",
    readNames,
    readNames(optimizers),
    optimizers,
  ),
  option("--learning-rate <rate>", "the same for all (default: each optimizer's own)", positive),
  option("--rates <rates>", "each optimizer at each of these rates, such as 1e-4,1e-3", listOf(positive)),
  option(
    "--momentum <betas>",
    "each optimizer that has momentum at each of these, such as 0,0.9",
    listOf(fractionBelowOne),
  ),
  new Option("--set <name=value>", "an option of those optimizers that have it, as often as needed")
    .argParser(addSetting)
    .default(usual.set, "none"),
  option("--weight-decay <lambda>", "pulls weights to 0, in all optimizers", notNegative),
  new Option("--schedule <schedule>", "course of the rate: a name as train has them, or a schedule as text").default(
    usual.schedule,
  ),
  option("--warmup <length>", "updates in which the rate rises from 0, such as 100 or 5%", warmupLength),
  new Option("--tune", "each optimizer at its own best rate, which is looked for first"),
  option("--seeds <n>", seedsText, count, seeds),
  option("--seed <n>", "the first of the seeds", wholeNumber, usual.seed),
  ...pictureOptions(),
  new Option("--json", "end with one line of JSON on stdout; everything else goes to stderr"),
];

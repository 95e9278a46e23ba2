import { Command, InvalidArgumentError, Option } from "commander";
import { surfaceNamed } from "thalweg/problems";
import { entrantsOf, readWalkers, type Written } from "../lab/compare-entrants.ts";
import { plannedFor } from "../lab/compare-surface.ts";
import { escapeSaddle } from "../lab/saddle-escape.ts";
import { matrixSection, matrixShares } from "../lab/saddle-matrices.ts";
import { type Escaping, escapeSections } from "../lab/saddle-sections.ts";
import { toldSections } from "../lab/told-sections.ts";
import { count, positive, wholeNumber } from "../options/numbers.ts";
import { typedLine } from "../options/typed-line.ts";
import { checkPictures, type PictureOptions, pictureOptions, writePictures } from "../pictures/write-pictures.ts";
import { lineWidth } from "../report/entry.ts";
import type { Surroundings } from "../surroundings.ts";
import { option } from "./train-options.ts";

const description = `Optimizers at the saddle x² − y²: how many updates each needs to get away.

They begin beside the saddle, where the slope is small, and are followed until |y| > 1. Below stands how many random symmetric \
matrices are positive definite: why, in many dimensions, points of slope zero are saddles and hardly ever minima.`;

interface SaddleOptions extends PictureOptions {
  readonly optimizers: readonly Written[];
  readonly start: readonly number[];
  readonly learningRate: number;
  readonly steps: number;
  readonly draws: number;
  readonly seed: number;
  readonly json?: boolean;
}

/** Two finite numbers with a comma between them. */
const twoNumbers = (text: string): readonly number[] => {
  const numbers = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  if (numbers.length === 2 && numbers.every(Number.isFinite)) return numbers;
  throw new InvalidArgumentError("It must be two finite numbers with a comma between them, such as 0.01,0.01.");
};

const escapesOf = ({ optimizers, learningRate, start, steps }: SaddleOptions): readonly Escaping[] => {
  const surface = surfaceNamed("saddle");
  const common = { optimizers, learningRate, set: {}, schedule: "constant" };
  return entrantsOf(common).map((entrant) => {
    const { spec, learningRate: rate } = plannedFor(entrant, steps);
    return { name: entrant.name, learningRate: rate, ...escapeSaddle(surface, spec, { start, most: steps }) };
  });
};

const run = async (options: SaddleOptions, command: string, surroundings: Surroundings): Promise<void> => {
  const { out, err } = surroundings;
  const { start, steps, draws, seed, json = false } = options;
  await checkPictures(options);
  const escapes = escapesOf(options);
  const shares = matrixShares(draws, seed);
  const sections = [
    ...escapeSections(surfaceNamed("saddle"), escapes, { start, most: steps }),
    matrixSection(shares, draws),
  ];
  const [about] = description.split("\n");
  const report = { title: "Leaving a saddle", command, about, sections };
  (json ? err : out).write(`${toldSections(sections, lineWidth(out)).join("\n")}\n`);
  const files = await writePictures(options, report, surroundings);
  if (!json) return;
  const facts = escapes.map(({ path, ...escaping }) => ({ ...escaping, final: Array.from(path[path.length - 1]) }));
  out.write(`${JSON.stringify({ start, optimizers: facts, draws, positiveDefinite: shares, files })}\n`);
};

/** `thalweg saddle` */
export const saddleCommand = (surroundings: Surroundings): Command => {
  const command = new Command("saddle")
    .summary("shows how optimizers get away from a saddle")
    .description(description)
    .addOption(
      option(
        "--optimizers <names>",
        "with commas between them, options in parentheses: gd,adam(beta1=0.8)",
        readWalkers,
        readWalkers("gd,momentum,adam"),
        "gd,momentum,adam",
      ),
    )
    .addOption(option("--start <x,y>", "where they begin", twoNumbers, [0.01, 0.01], "0.01,0.01"))
    .addOption(option("--rate, --learning-rate <rate>", "learning rate of all", positive, 0.01))
    .addOption(option("--steps <n>", "updates at most", count, 10_000))
    .addOption(option("--draws <n>", "random matrices of each size", count, 100_000))
    .addOption(option("--seed <n>", "decides the matrices", wholeNumber, 0));
  for (const each of pictureOptions()) command.addOption(each);
  return command
    .addOption(new Option("--json", "end with one line of JSON on stdout; everything else goes to stderr"))
    .action((options: SaddleOptions) => run(options, typedLine(command), surroundings));
};

import { Argument, Command, InvalidArgumentError, Option } from "commander";
import { wrongUsage } from "../command-error.ts";
import { averageSections, averagesOf } from "../lab/average-sections.ts";
import { drawnSamples, readSamples } from "../lab/average-series.ts";
import { toldSections } from "../lab/told-sections.ts";
import { fractionBelowOne, wholeNumber } from "../options/numbers.ts";
import { typedLine } from "../options/typed-line.ts";
import { checkPictures, type PictureOptions, pictureOptions, writePictures } from "../pictures/write-pictures.ts";
import { lineWidth } from "../report/entry.ts";
import type { Surroundings } from "../surroundings.ts";
import { option } from "./train-options.ts";

const description = `Exponentially weighted averages of a series at several β, with and without bias correction.

The series is a column of a CSV file, or else a drawn wave with noise.`;

interface AverageOptions extends PictureOptions {
  readonly column?: string;
  readonly beta: readonly number[];
  readonly biasCorrection: boolean;
  readonly seed: number;
  readonly json?: boolean;
}

/** Numbers in [0, 1) with commas between them, each once. */
const betas = (text: string): readonly number[] => {
  const values = text.split(",").map(fractionBelowOne);
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  if (twice !== undefined) throw new InvalidArgumentError(`It must name each β once, got ${twice} twice.`);
  return values;
};

const run = async (file: string | undefined, options: AverageOptions, command: string, surroundings: Surroundings) => {
  const { out, err } = surroundings;
  const { column, beta, biasCorrection, seed, json = false } = options;
  if (file === undefined && column !== undefined)
    throw wrongUsage("--column: needs a CSV file: thalweg average FILE.csv");
  await checkPictures(options);
  const samples = file === undefined ? drawnSamples(seed) : await readSamples(file, column);
  const averages = averagesOf(samples.values, beta, biasCorrection);
  const sections = averageSections(samples, averages);
  const [about] = description.split("\n");
  (json ? err : out).write(`${toldSections(sections, lineWidth(out)).join("\n")}\n`);
  const files = await writePictures(
    options,
    { title: "Exponentially weighted averages", command, about, sections },
    surroundings,
  );
  if (!json) return;
  const told = averages.map(({ plain, corrected, ...own }) => ({
    ...own,
    plain: Array.from(plain),
    ...(corrected ? { corrected: Array.from(corrected) } : {}),
  }));
  const { name, values } = samples;
  out.write(`${JSON.stringify({ series: name, samples: Array.from(values), averages: told, files })}\n`);
};

/** `thalweg average [file]` */
export const averageCommand = (surroundings: Surroundings): Command => {
  const command = new Command("average")
    .summary("averages a series at several β, with and without bias correction")
    .description(description)
    .addArgument(new Argument("[file]", "a CSV file whose first line names the columns"))
    .addOption(new Option("--column <name>", "the column to average; its only column of numbers unless given"))
    .addOption(
      option("--beta <values>", "how much of the average each sample keeps", betas, [0.5, 0.9, 0.98], "0.5,0.9,0.98"),
    )
    .addOption(new Option("--no-bias-correction", "leave corrected averages out"))
    .addOption(option("--seed <n>", "decides the drawn series", wholeNumber, 0));
  for (const each of pictureOptions()) command.addOption(each);
  return command
    .addOption(new Option("--json", "end with one line of JSON on stdout; everything else goes to stderr"))
    .action((file: string | undefined, options: AverageOptions) =>
      run(file, options, typedLine(command), surroundings),
    );
};

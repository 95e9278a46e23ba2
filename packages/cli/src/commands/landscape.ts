import { Command, InvalidArgumentError, Option } from "commander";
import { normalizations, spectralDensity } from "thalweg/landscape";
import { densityFigure, lineFigure, planeFigures } from "../lab/landscape-figures.ts";
import { directionNames, type Plane, type PlaneSettings, planeThrough } from "../lab/landscape-plane.ts";
import { progressOn } from "../lab/landscape-progress.ts";
import { landscapeFacts, landscapeTable, verdictOn } from "../lab/landscape-report.ts";
import { firstExamples, type Rebuilt, rebuild } from "../lab/landscape-run.ts";
import { choice } from "../options/choice.ts";
import { batchSize, positive, type Reader, wholeNumber } from "../options/numbers.ts";
import { typedLine } from "../options/typed-line.ts";
import { terminalOf } from "../pictures/terminal-picture.ts";
import { checkPictures, type PictureOptions, pictureOptions, writePictures } from "../pictures/write-pictures.ts";
import { lineWidth } from "../report/entry.ts";
import { plural, showCount, showDuration } from "../report/numbers.ts";
import { tableLines } from "../report/table.ts";
import { wrapped } from "../report/wrapped.ts";
import type { DeviceSettings } from "../run/device.ts";
import type { Surroundings } from "../surroundings.ts";
import { blasOption, option, threadsOption } from "./train-options.ts";

const description = `Shows the loss around the weights that a run ended with: over a plane of two random directions, \
scaled filter by filter to the weights, or of the two in which the weights moved most.

The loss is that of training data, as evaluation computes it: batch normalization uses its moving statistics, \
dropout drops nothing, pictures are not augmented. The middle is the loss of the saved weights. \
The path over it needs a run of thalweg train --keep-path. --against shows another run beside it: which minimum is flatter?`;

const details = `
Examples:
  $ thalweg train garments --keep-path 40 --run-dir runs/mine
  $ thalweg landscape runs/mine --svg landscape.svg
  $ thalweg landscape runs/mine --directions path --report landscape.html
  $ thalweg landscape runs/small-batches --against runs/large-batches --sharpness`;

/** Losses along a side; an odd number puts the saved weights in the middle. */
const gridSize: Reader<number> = (text) => {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isSafeInteger(value) && value >= 5 && value % 2 === 1) return value;
  throw new InvalidArgumentError("It must be an odd number ≥ 5, so that the saved weights are in the middle.");
};

interface LandscapeOptions extends PlaneSettings, PictureOptions, Pick<DeviceSettings, "threads" | "blas"> {
  readonly examples?: number | "all";
  readonly against?: string;
  readonly json?: boolean;
}

const options = (): readonly Option[] => [
  option(
    "--directions <which>",
    "random, or path: those of the path taken",
    choice("kind of directions", directionNames),
    "random",
  ),
  option("--grid <n>", "losses along each side, an odd number", gridSize, 25),
  option(
    "--range <r>",
    "how far to look to each side, in units of the directions (default: 1, or the path's)",
    positive,
  ),
  option(
    "--normalize <which>",
    `random directions are scaled to the weights by ${normalizations.join(", ")}`,
    choice("normalization", normalizations),
    "filter",
  ),
  option(
    "--examples <n>",
    "first training examples that the loss is of, or all (default: 1000, or 200 for cnn)",
    batchSize,
  ),
  option("--seed <n>", "decides the random directions", wholeNumber, 0),
  new Option("--sharpness", "eigenvalues and trace of the Hessian, and the rise of the loss nearby"),
  new Option("--against <run>", "another run, shown beside this one"),
  threadsOption(),
  blasOption(),
  ...pictureOptions(),
  new Option("--json", "end with one line of JSON on stdout; everything else goes to stderr"),
];

/** So many examples take seconds, not minutes. */
const usualExamples = ({ settings: { model } }: Rebuilt): number => (model === "cnn" ? 200 : 1000);

/** So fine that single large eigenvalues are told apart. */
const finely = { points: 800, width: 0.004 };

const reportOf = (planes: readonly Plane[], verdict: string, about: string, command: string) => {
  const drawn = planes.map((plane) => planeFigures(plane, planes));
  const spectra = planes.flatMap(({ run, sharpness }) =>
    sharpness
      ? [{ name: run.name, parameters: sharpness.parameters, density: spectralDensity([sharpness.spectrum], finely) }]
      : [],
  );
  const figures = [
    ...drawn.map(([contour]) => contour),
    ...drawn.map(([, surface]) => surface),
    lineFigure(planes),
    ...(spectra.length > 0 ? [densityFigure(spectra)] : []),
  ];
  return {
    title: `Landscape of ${planes.map(({ run }) => run.name).join(" and ")}`,
    command,
    about,
    sections: [{ text: verdict, table: landscapeTable(planes) }, ...figures.map((figure) => ({ figure }))],
  };
};

const aboutText = ([{ examples, x, y }]: readonly Plane[], { directions, normalize, seed }: LandscapeOptions): string =>
  `Loss over ${plural(examples, "training example")}, at ${x.length}×${y.length} places; ` +
  (directions === "random"
    ? `random directions of seed ${seed}, normalized by ${normalize}.`
    : "the principal directions of the path.");

const look = async (
  folder: string,
  given: LandscapeOptions,
  command: string,
  surroundings: Surroundings,
): Promise<void> => {
  const { against, json = false, threads, blas } = given;
  const { out, err, interruption } = surroundings;
  const talk = json ? err : out;
  await checkPictures(given);
  const planes: Plane[] = [];
  for (const each of against === undefined ? [folder] : [folder, against]) {
    const run = await rebuild(each, { threads, blas });
    const data = await firstExamples(run.task.train, given.examples ?? usualExamples(run));
    const progress = progressOn(talk);
    try {
      planes.push(await planeThrough(run, data, given, { interruption, progress: progress.show }));
    } finally {
      progress.clear();
    }
  }
  const verdict = verdictOn(planes);
  const about = aboutText(planes, given);
  const report = reportOf(planes, verdict, about, command);
  const columns = lineWidth(out);
  const { head, rows } = landscapeTable(planes);
  const seconds = planes.reduce((sum, plane) => sum + plane.seconds, 0);
  const losses = planes.reduce((sum, { values }) => sum + values.length, 0);
  talk.write(
    `${[
      ...planes.flatMap((plane) => [...terminalOf(planeFigures(plane, planes)[0], { columns, rows: 20 }), ""]),
      ...tableLines(head, rows),
      "",
      wrapped(verdict, columns, 0),
      wrapped(about, columns, 0),
      `${showCount(losses)} losses in ${showDuration(seconds)}`,
    ].join("\n")}\n`,
  );
  const pictures = await writePictures(given, report, surroundings);
  if (!json) return;
  const facts = {
    command: "landscape",
    grid: given.grid,
    seed: given.seed,
    normalize: given.normalize,
    verdict,
    pictures,
  };
  out.write(`${JSON.stringify({ ...facts, landscapes: planes.map(landscapeFacts) })}\n`);
};

/** `thalweg landscape RUN` */
export const landscapeCommand = (surroundings: Surroundings): Command => {
  const command = new Command("landscape")
    .summary("shows the loss around the weights of a run")
    .description(description)
    .argument("<run>", "a folder that thalweg train has left")
    .addHelpText("after", details);
  for (const each of options()) command.addOption(each);
  return command.action((folder: string, given: LandscapeOptions) =>
    look(folder, given, typedLine(command), surroundings),
  );
};

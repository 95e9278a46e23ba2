import { resolve } from "node:path";
import { Command, Option } from "commander";
import { ThalwegError } from "thalweg/errors";
import { wrongUsage } from "../command-error.ts";
import {
  type Comparison,
  comparisonLines,
  comparisonSections,
  labelsOf,
  letterOf,
  lettersText,
  mostRuns,
} from "../journal/compare-report.ts";
import { courseFigures, readHistory } from "../journal/curves.ts";
import { changesIn, differencesOf } from "../journal/differences.ts";
import { runNamed } from "../journal/find-runs.ts";
import { outcomesOf } from "../journal/results.ts";
import { isRecord, type RunRecord, readRecord } from "../journal/run-record.ts";
import { warningsOn } from "../journal/warnings.ts";
import { typedLine } from "../options/typed-line.ts";
import { terminalOf } from "../pictures/terminal-picture.ts";
import { checkPictures, type PictureOptions, pictureOptions, writePictures } from "../pictures/write-pictures.ts";
import { lineWidth } from "../report/entry.ts";
import type { Surroundings } from "../surroundings.ts";

const description = `Shows in what two runs or more differ, and what came of it: every setting, the data, the device, each \
with its values; results and by how much they differ; and the curves of loss and metrics.

What was chosen stands apart from what only follows: a schedule from its rate, the number of examples from their share. \
Where more than one thing was changed at once, it says so: then no difference can be put down to one of them.`;

const details = `
Examples:
  $ thalweg runs compare runs/adam runs/sgd
  $ thalweg runs compare runs/adam runs/sgd --svg curves.svg
  $ thalweg runs compare runs/a runs/b runs/c --report compare.html`;

interface CompareOptions extends PictureOptions {
  readonly json?: boolean;
}

const readRun = async (name: string): Promise<RunRecord> => {
  const folder = await runNamed("runs compare", name);
  const read = await readRecord(folder);
  if (isRecord(read)) return read;
  throw new ThalwegError("file", `${read.why}; thalweg runs lists runs that can be read`);
};

const readAll = async (names: readonly string[]): Promise<readonly RunRecord[]> => {
  if (names.length < 2 || names.length > mostRuns) {
    throw wrongUsage(`runs compare: needs from 2 to ${mostRuns} runs, got ${names.length}; thalweg runs lists them`);
  }
  const runs = await Promise.all(names.map(readRun));
  const folders = runs.map(({ folder }) => resolve(folder));
  const twice = folders.findIndex((folder, index) => folders.indexOf(folder) !== index);
  if (twice >= 0) throw wrongUsage(`runs compare: ${runs[twice].folder} is named twice; name different runs`);
  return runs;
};

const factsOf = ({ runs, differences, outcomes }: Comparison, pictures: readonly string[]): object => ({
  command: "runs compare",
  runs: runs.map(({ folder }) => folder),
  changes: changesIn(differences),
  // What a run has not set is null there, as JSON has no undefined.
  differences: differences.map((each) => ({ ...each, values: each.values.map((value) => value ?? null) })),
  results: outcomes.map((each) => ({ ...each, values: each.values.map((value) => value ?? null) })),
  conclusions: warningsOn(runs, differences),
  pictures,
});

const compare = async (
  names: readonly string[],
  given: CompareOptions,
  command: string,
  surroundings: Surroundings,
): Promise<void> => {
  const { json = false } = given;
  const { out, err } = surroundings;
  const talk = json ? err : out;
  const runs = await readAll(names);
  await checkPictures(given);
  const comparison: Comparison = { runs, differences: differencesOf(runs), outcomes: outcomesOf(runs) };
  const labels = labelsOf(comparison);
  const histories = await Promise.all(runs.map(readHistory));
  const courses = histories.flatMap((history, run) => (history === undefined ? [] : [{ label: labels[run], history }]));
  const figures = courseFigures(courses, lettersText(comparison));
  const columns = lineWidth(talk);
  const curves = figures.flatMap((figure) => ["", ...terminalOf(figure, { columns, rows: 12 })]);
  talk.write(`${[...comparisonLines(comparison, columns), ...curves].join("\n")}\n`);
  const report = {
    title: `Comparison of ${runs.map(({ name }) => name).join(" and ")}`,
    command,
    about: `${runs.map(({ folder }, run) => `${letterOf(run)} is ${folder}`).join(", ")}.`,
    sections: [...comparisonSections(comparison), ...figures.map((figure) => ({ figure }))],
  };
  const pictures = await writePictures(given, report, surroundings);
  if (json) out.write(`${JSON.stringify(factsOf(comparison, pictures))}\n`);
};

/** `thalweg runs compare A B [C…]` */
export const runsCompareCommand = (surroundings: Surroundings): Command => {
  const command = new Command("compare")
    .summary("shows in what runs differ, and what came of it")
    .description(description)
    .argument("<run...>", "folders of runs, or their names in runs")
    .addHelpText("after", details);
  for (const each of pictureOptions()) command.addOption(each);
  command.addOption(new Option("--json", "end with one line of JSON on stdout; everything else goes to stderr"));
  return command.action((names: readonly string[], given: CompareOptions) =>
    compare(names, given, typedLine(command), surroundings),
  );
};

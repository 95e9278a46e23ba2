import { Command, Option } from "commander";
import { choice } from "../options/choice.ts";
import { columnNames, fraction, fractionBelowOne, hiddenSizes, separatorSign } from "../options/numbers.ts";
import { columns, lineWidth } from "../report/entry.ts";
import { startDevice } from "../run/device.ts";
import { perceptronNames } from "../run/perceptron.ts";
import { checkFile, checkRunDir } from "../run/run-folder.ts";
import { trainRun } from "../run/train-run.ts";
import type { Surroundings } from "../surroundings.ts";
import { missingNames, type TableSettings, taskNames, usualTable as usual } from "../tables/settings.ts";
import { readTable } from "../tables/table-data.ts";
import { tableTask } from "../tables/task.ts";
import {
  checkPlaces,
  courseDetails,
  type LearningOptions,
  optimizerOptions,
  option,
  reportingIn,
  runOptions,
} from "./train-options.ts";

const description = `Trains a model that tells one column of a table from the others, and tests it.

A target of words makes classification (accuracy, F1), one of numbers regression (R², root mean squared \
error). Numbers are brought to mean 0 and deviation 1, a target's too; a category becomes 0 and 1, one input for \
each of its words; columns of free text are left out. Means and deviations are those of the rows to train on. \
A run leaves a folder, as thalweg train does; run.json keeps how columns are encoded.`;

const details = (width: number): string =>
  [
    "",
    "Models:",
    ...columns(
      [
        ["mlp", "a dense layer and ReLU for each hidden size, then a dense layer"],
        ["mlp-bn", "the same with batch normalization before each ReLU"],
      ],
      width,
    ),
    "",
    ...courseDetails(width),
    "",
    "Examples:",
    "  $ thalweg train csv --file houses.csv --target price",
    "  $ thalweg train csv --file houses.csv --target price --features rooms,area --missing median",
    "  $ thalweg train csv --file wine.csv --target quality --task classification --separator ';'",
  ].join("\n");

export const tableOptions: readonly Option[] = [
  new Option("--file <csv>", "the table, with the columns' names in its first line").makeOptionMandatory(),
  new Option("--target <column>", "the column to be told from the others").makeOptionMandatory(),
  option("--task <name>", "regression or classification (default: found from the target)", choice("task", taskNames)),
  option("--features <columns>", "columns to tell it from (default: all others without free text)", columnNames),
  option("--separator <sign>", "what stands between cells; tab for a tab", separatorSign, usual.separator),
  option(
    "--missing <way>",
    "what becomes of missing values: error, mean or median in place of numbers, or drop the row",
    choice("way", missingNames),
    usual.missing,
  ),
  option("--test-split <part>", "part of the rows held out to test on", fraction, usual.testSplit),
  option(
    "--validation-split <part>",
    "part of the others held out for validation",
    fractionBelowOne,
    usual.validationSplit,
  ),
  option("--model <name>", perceptronNames.join(" or "), choice("model of tables", perceptronNames), usual.model),
  option("--hidden <sizes>", "units of the hidden layers, or none", hiddenSizes, usual.hidden, usual.hidden.join(",")),
];

/** `thalweg train csv` */
export const trainCsvCommand = (surroundings: Surroundings): Command => {
  const command = new Command("csv")
    .summary("trains a model of a table's columns, and tests it")
    .description(description)
    .addHelpText("after", details(lineWidth(surroundings.out)));
  for (const each of [...tableOptions, ...optimizerOptions(usual), ...runOptions(usual)]) command.addOption(each);
  return command.action(async (given: TableSettings & LearningOptions) => {
    checkPlaces(command);
    const { reporting, rest } = reportingIn(given);
    const settings: TableSettings = rest;
    await startDevice(settings);
    await checkRunDir(reporting.runDir);
    await checkFile("--save", reporting.save);
    const task = tableTask(settings, await readTable(settings));
    await trainRun(task, settings, reporting, surroundings);
  });
};

import { type ColumnType, type CsvData, csvData } from "thalweg/data";
import { ThalwegError } from "thalweg/errors";
import { wrongUsage } from "../command-error.ts";
import type { TableSettings, TaskName } from "./settings.ts";

/** What the target is read as for each task. */
const typeFor: Readonly<Record<TaskName, ColumnType>> = { regression: "number", classification: "category" };

/** What is wrong and a remedy, as the library says it and in options of the command line. */
const remedies: readonly (readonly [RegExp, string, ofTarget?: string])[] = [
  [/; say what becomes of it .*$/, "; --missing drop leaves such rows out, --missing mean or median fills in numbers"],
  [/missing: "drop"/, "--missing drop"],
  [
    /; correct it, add ".*" to missing, or give types: .*$/,
    "; correct it, or leave the cell empty with --missing mean",
    "; correct it, or tell classes with --task classification",
  ],
  [
    /; leave it out of features, or read it with types: .*$/,
    "; name other columns with --features",
    "; name another --target, or tell classes with --task classification",
  ],
  [/give that as separator/, "give that as --separator"],
  [
    /^columnsToDataset: features must name .*$/,
    "--features: there must be a column beside the target that is not text",
  ],
  [/^csvData: test/, "--test-split:"],
  [/^csvData: validation/, "--validation-split:"],
  [/^readCsv: separator/, "--separator"],
  [/^readCsv: there/, "--file: there"],
];

const clearer = (error: unknown, target: string): unknown => {
  if (!(error instanceof ThalwegError)) return error;
  const isTarget = error.message.includes(`column ${JSON.stringify(target)}`);
  const message = remedies.reduce(
    (text, [wrong, remedy, ofTarget = remedy]) => text.replace(wrong, () => (isTarget ? ofTarget : remedy)),
    error.message,
  );
  // A column that is not there was named on the command line.
  if (message.includes(": there is no column ")) return wrongUsage(message);
  return new ThalwegError(error.code, message, { cause: error });
};

/** The rows of a table, encoded and divided by seed into those to train on, to validate on and to test on. */
export const readTable = async (settings: TableSettings): Promise<CsvData> => {
  const { file, target, task, features, separator, missing, testSplit, validationSplit, seed } = settings;
  if (features?.includes(target)) throw wrongUsage(`--features: must not name the target ${JSON.stringify(target)}`);
  const types = task === undefined ? {} : { [target]: typeFor[task] };
  try {
    const parts = { test: testSplit, validation: validationSplit === 0 ? undefined : validationSplit };
    return await csvData(file, { target, features, types, separator, missing, ...parts, seed });
  } catch (error) {
    throw clearer(error, target);
  }
};

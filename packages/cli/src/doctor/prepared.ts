import { extname } from "node:path";
import { wrongUsage } from "../command-error.ts";
import { loadRaw } from "../images/data.ts";
import { datasetNames, type ImageSettings, imageModelNames, usualHidden, usualImages } from "../images/settings.ts";
import { imageTask } from "../images/task.ts";
import { perceptronNames } from "../run/perceptron.ts";
import type { LearningSettings } from "../run/settings.ts";
import type { Task } from "../run/task.ts";
import { type TableSettings, usualTable } from "../tables/settings.ts";
import { readTable } from "../tables/table-data.ts";
import { tableTask } from "../tables/task.ts";
import { readTexts } from "../text/files.ts";
import { completed, type TextSettings, textModelNames, usualText } from "../text/settings.ts";
import { textTask } from "../text/task.ts";

/** What a run would learn from. */
export type Kind = "images" | "table" | "text";

/** A run that could begin: what `thalweg train` would make of the same options. */
export interface Prepared {
  readonly settings: LearningSettings;
  /** The words of the command that trains it: `thalweg train garments`. */
  readonly train: readonly string[];
  task(): Promise<Task>;
}

/** Options as they were given, without those that were not. */
export type Given = Partial<ImageSettings> & Partial<TableSettings> & Partial<TextSettings>;

export const kindOf = (data: string): Kind => {
  if (datasetNames.some((name) => name === data)) return "images";
  return [".csv", ".tsv"].includes(extname(data).toLowerCase()) ? "table" : "text";
};

const checkModel = (kind: string, names: readonly string[], model: string | undefined): void => {
  if (model === undefined || names.includes(model)) return;
  throw wrongUsage(`--model: for ${kind} it must be one of ${names.join(", ")}, got ${model}`);
};

/** The settings of a run on `data`, with what is usual for its kind. */
export const prepare = (data: string, given: Given): Prepared => {
  const kind = kindOf(data);
  if (kind === "images") return prepareImages(data, given);
  return kind === "table" ? prepareTable(data, given) : prepareText(data, given);
};

const prepareImages = (data: string, given: Given): Prepared => {
  checkModel("pictures", imageModelNames, given.model);
  const dataset = datasetNames.find((name) => name === data) ?? "garments";
  const model = imageModelNames.find((name) => name === given.model) ?? usualImages.model;
  const settings: ImageSettings = { ...usualImages, hidden: usualHidden[model], ...given, dataset, model };
  return { settings, train: [dataset], task: async () => imageTask(settings, await loadRaw(settings)) };
};

const prepareTable = (data: string, given: Given): Prepared => {
  checkModel("tables", perceptronNames, given.model);
  if (given.target === undefined) {
    throw wrongUsage(`--target: must name the column of ${data} to be told from the others; none was given`);
  }
  const model = perceptronNames.find((name) => name === given.model) ?? usualTable.model;
  const settings: TableSettings = { ...usualTable, ...given, target: given.target, file: data, model };
  const train = ["csv", "--file", data];
  return { settings, train, task: async () => tableTask(settings, await readTable(settings)) };
};

const prepareText = (data: string, given: Given): Prepared => {
  checkModel("texts", textModelNames, given.model);
  const model = textModelNames.find((name) => name === given.model) ?? usualText.model;
  const whole: TextSettings = { ...usualText, ...given, file: [data], model };
  const settings = completed(whole, given.schedule !== undefined);
  const train = ["text", "--file", data];
  return { settings, train, task: async () => textTask(settings, await readTexts(settings.file)) };
};

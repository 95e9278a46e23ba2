/** `thalweg compare --batch-sizes`. */
import type { Option } from "commander";
import { type BatchModel, compareBatchSizes } from "../lab/batch-sizes.ts";
import { toldSections } from "../lab/told-sections.ts";
import { batchSize } from "../options/numbers.ts";
import { checkPictures, writePictures } from "../pictures/write-pictures.ts";
import { lineWidth } from "../report/entry.ts";
import type { Surroundings } from "../surroundings.ts";
import { type ComparisonOptions, listOf } from "./compare-options.ts";
import { option } from "./train-options.ts";

export interface BatchOptions extends ComparisonOptions {
  readonly batchSizes?: readonly (number | "all")[];
  readonly epochs?: number;
}

export const batchSizesOption = (): Option =>
  option(
    "--batch-sizes <sizes>",
    "compare sizes of batches in place of optimizers, such as all,1,32,256, by gradient descent",
    listOf(batchSize),
  );

/** Learns one problem in batches of each size and tells what that does. */
export const showBatchSizes = async (
  model: BatchModel,
  options: BatchOptions,
  command: string,
  surroundings: Surroundings,
): Promise<void> => {
  const { out, err } = surroundings;
  const { batchSizes = [], epochs, learningRate, seed, json = false } = options;
  await checkPictures(options);
  const { text, rows, sections } = await compareBatchSizes({ model, batchSizes, epochs, learningRate, seed }, (line) =>
    err.write(`${line}\n`),
  );
  (json ? err : out).write(`${toldSections(sections, lineWidth(out)).join("\n")}\n`);
  const report = { title: "Batch sizes", command, about: text, sections };
  const files = await writePictures(options, report, surroundings);
  if (json) out.write(`${JSON.stringify({ model, rows, files })}\n`);
};

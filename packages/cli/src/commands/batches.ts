import { Command, InvalidArgumentError, Option } from "commander";
import { type BatchModel, batchModels, compareBatchSizes } from "../lab/batch-sizes.ts";
import { toldSections } from "../lab/told-sections.ts";
import { choice } from "../options/choice.ts";
import { batchSize, count, positive, wholeNumber } from "../options/numbers.ts";
import { typedLine } from "../options/typed-line.ts";
import { checkPictures, type PictureOptions, pictureOptions, writePictures } from "../pictures/write-pictures.ts";
import { lineWidth } from "../report/entry.ts";
import type { Surroundings } from "../surroundings.ts";
import { option } from "./train-options.ts";

const description = `The same problem learned in batches of different sizes: how noisy their gradients are, and the loss by epoch and by second.

All begin with the same weights and have the same rate. "all" is batch mode, 1 is stochastic gradient descent.`;

interface BatchesOptions extends PictureOptions {
  readonly batchSizes: readonly (number | "all")[];
  readonly model: BatchModel;
  readonly examples?: number;
  readonly epochs?: number;
  readonly learningRate?: number;
  readonly seed: number;
  readonly json?: boolean;
}

/** Batch sizes with commas between them. */
const sizes = (text: string): readonly (number | "all")[] => {
  const values = text.split(",").map((part) => batchSize(part.trim()));
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  if (twice !== undefined) throw new InvalidArgumentError(`It must name each size once, got ${twice} twice.`);
  return values;
};

const run = async (options: BatchesOptions, command: string, surroundings: Surroundings): Promise<void> => {
  const { out, err, interruption } = surroundings;
  const { json = false } = options;
  await checkPictures(options);
  const { text, rows, sections } = await compareBatchSizes(options, (line) => err.write(`${line}\n`), interruption);
  const [about] = description.split("\n");
  (json ? err : out).write(`${toldSections(sections, lineWidth(out)).join("\n")}\n`);
  const files = await writePictures(options, { title: "Batch sizes", command, about, sections }, surroundings);
  if (json) out.write(`${JSON.stringify({ problem: text, batchSizes: rows, files })}\n`);
};

const models = Object.keys(batchModels).filter((name): name is BatchModel => name in batchModels);

/** What each model has where an option is not given: `1024 for logistic, 2000 for mlp`. */
const usual = (name: "examples" | "epochs" | "learningRate"): string =>
  models.map((model) => `${batchModels[model][name]} for ${model}`).join(", ");

/** `thalweg batches` */
export const batchesCommand = (surroundings: Surroundings): Command => {
  const command = new Command("batches")
    .summary("compares batch sizes: noise of the gradient, loss by epoch and by second")
    .description(description)
    .addOption(option("--batch-sizes <sizes>", "with commas between them", sizes, ["all", 1, 32, 256], "all,1,32,256"))
    .addOption(
      option<BatchModel>(
        "--model <name>",
        "logistic (regression of two drawn clouds) or mlp (a perceptron on drawn garments)",
        choice("model", models),
        "logistic",
      ),
    )
    .addOption(option("--examples <n>", `examples to learn from (default: ${usual("examples")})`, count))
    .addOption(option("--epochs <n>", `times that all are seen (default: ${usual("epochs")})`, count))
    .addOption(
      option("--rate, --learning-rate <rate>", `of all batch sizes (default: ${usual("learningRate")})`, positive),
    )
    .addOption(option("--seed <n>", "decides data, weights and order", wholeNumber, 0));
  for (const each of pictureOptions()) command.addOption(each);
  return command
    .addOption(new Option("--json", "end with one line of JSON on stdout; everything else goes to stderr"))
    .action((options: BatchesOptions) => run(options, typedLine(command), surroundings));
};

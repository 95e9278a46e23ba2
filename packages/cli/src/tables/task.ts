import { basename, extname } from "node:path";
import { type CsvData, type Dataset, exampleCount, fingerprint, split } from "thalweg/data";
import { crossEntropy, mse } from "thalweg/losses";
import { accuracy, f1, r2 } from "thalweg/metrics";
import type { Trainer } from "thalweg/training";
import { plural, showCount, showRate, showScore } from "../report/numbers.ts";
import { testClasses } from "../run/classes.ts";
import { checkNormalizes, perceptron } from "../run/perceptron.ts";
import { scoresOf } from "../run/results.ts";
import type { Findings, Task } from "../run/task.ts";
import type { TableSettings } from "./settings.ts";

/** How well numbers are told, in their own unit: the network has learned them with mean 0 and deviation 1. */
const testNumbers = async (trainer: Trainer, test: Dataset, { target }: CsvData["encoder"]): Promise<Findings> => {
  const deviation = target.type === "number" ? target.deviation : 1;
  const scores = await trainer.evaluate(test);
  const rmse = Math.sqrt(scores.loss) * deviation;
  return {
    results: { ...scoresOf("test", scores), testRmse: rmse },
    lines: [
      `test R² ${showScore(scores.metrics.r2)}, root mean squared error ${showRate(rmse)} ` +
        `where ${target.name} deviates by ${showRate(deviation)}`,
    ],
  };
};

/** Columns by how they are used. */
const columnsText = ({ encoder, table }: CsvData): string => {
  const { features, target, inputs } = encoder;
  const numbers = features.filter(({ type }) => type === "number").length;
  const used = new Set([...features, target].map(({ name }) => name));
  const left = table.columns.filter(({ name }) => !used.has(name)).map(({ name }) => name);
  const kinds = [
    ...(numbers > 0 ? [`${plural(numbers, "column")} of numbers`] : []),
    ...(numbers < features.length ? [`${features.length - numbers} of categories`] : []),
  ];
  return `${plural(inputs.length, "number")} from ${kinds.join(" and ")}${left.length > 0 ? `, without ${left.join(", ")}` : ""}`;
};

const heldOut = (rows: Dataset, { validationSplit, seed }: TableSettings, isClasses: boolean) =>
  validationSplit === 0 ? { train: rows } : split(rows, { validation: validationSplit, seed, stratify: isClasses });

/** Rows to learn from, made ready. */
export const tableTask = (settings: TableSettings, data: CsvData): Task => {
  const { file, target, model, hidden } = settings;
  checkNormalizes(settings);
  const { encoder, task, test } = data;
  const isClasses = task === "classification";
  const parts = heldOut(data.train, settings, isClasses);
  const { train, validation } = { validation: undefined, ...parts };
  const classes = isClasses ? (train.classes ?? []) : [];
  const inputs = train.inputs.shape[1];
  const outputs = isClasses ? classes.length : 1;
  const counts = {
    trainExamples: exampleCount(train),
    validationExamples: validation ? exampleCount(validation) : 0,
    testExamples: exampleCount(test),
  };
  const validationText = validation ? `${showCount(counts.validationExamples)} to validate on, ` : "";
  const aim = isClasses ? `${classes.length} classes` : "numbers";
  return {
    stem: `${basename(file, extname(file)).replace(/[^\p{L}\p{N}]+/gu, "-") || "csv"}-${model}`,
    model: perceptron(model, hidden, outputs),
    inputShape: [inputs],
    loss: isClasses ? crossEntropy() : mse(),
    metrics: isClasses ? [accuracy(), f1()] : [r2()],
    train,
    examples: counts.trainExamples,
    validation,
    heading: [
      [
        "data",
        `${file}: ${plural(counts.trainExamples, "row")} to train on, ${validationText}` +
          `${showCount(counts.testExamples)} to test on`,
      ],
      ["inputs", `${columnsText(data)}; numbers have mean 0, deviation 1`],
      ["target", `${target}, ${aim}: ${task}`],
    ],
    modelText: `${model} ${[inputs, ...hidden, outputs].join("-")}`,
    facts: { dataset: "csv", file, target, task, ...counts, inputs, model, hidden },
    data: {
      name: "csv",
      file,
      target,
      task,
      ...counts,
      fingerprints: { train: fingerprint(data.train), test: fingerprint(test) },
      encoder,
      ...(isClasses ? { classes } : {}),
    },
    conclude: (trainer) => (isClasses ? testClasses(trainer, test, classes) : testNumbers(trainer, test, encoder)),
  };
};

import { basename, extname } from "node:path";
import { type CsvData, columnOf, type Dataset, exampleCount, fingerprint } from "thalweg/data";
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
const columnsText = ({ encoder, table }: CsvData, { features: chosen }: TableSettings): string => {
  const { features, target, inputs } = encoder;
  const numbers = features.filter(({ type }) => type === "number").length;
  const used = new Set([...features, target].map(({ name }) => name));
  const left = table.columns.filter(({ name }) => !used.has(name)).map(({ name }) => name);
  const kinds = [
    ...(numbers > 0 ? [`${plural(numbers, "column")} of numbers`] : []),
    ...(numbers < features.length ? [`${features.length - numbers} of categories`] : []),
  ];
  const without = left.length > 0 ? `, without ${left.join(", ")}${chosen ? "" : " (text)"}` : "";
  return `${plural(inputs.length, "number")} from ${kinds.join(" and ")}${without}`;
};

/** So few whole numbers may be the names of classes. */
const fewValues = 10;

/** How the target is understood, and what else it could be. */
const aimText = ({ task, train, table }: CsvData, settings: TableSettings): string => {
  if (task === "classification") return `${train.classes?.length} classes: classification`;
  const target = columnOf(table, settings.target);
  const values = new Set(target.type === "number" ? target.values.filter((value) => !Number.isNaN(value)) : []);
  const couldBeClasses = settings.task === undefined && values.size <= fewValues && [...values].every(Number.isInteger);
  const hint = couldBeClasses ? `; --task classification takes its ${values.size} values for classes` : "";
  return `numbers: regression${hint}`;
};

/** Rows to learn from, made ready. */
export const tableTask = (settings: TableSettings, data: CsvData): Task => {
  const { file, target, model, hidden } = settings;
  checkNormalizes(settings);
  const { encoder, task, train, validation, test } = data;
  const isClasses = task === "classification";
  const classes = isClasses ? (train.classes ?? []) : [];
  const inputs = train.inputs.shape[1];
  const outputs = isClasses ? classes.length : 1;
  const counts = {
    trainExamples: exampleCount(train),
    validationExamples: validation ? exampleCount(validation) : 0,
    testExamples: exampleCount(test),
  };
  const validationText = validation ? `${showCount(counts.validationExamples)} to validate on, ` : "";
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
      ["inputs", `${columnsText(data, settings)}; numbers have mean 0, deviation 1`],
      ["target", `${target}, ${aimText(data, settings)}`],
    ],
    modelText: `${model} ${[inputs, ...hidden, outputs].join("-")}`,
    facts: { dataset: "csv", file, target, task, ...counts, inputs, model, hidden },
    data: {
      name: "csv",
      file,
      target,
      task,
      ...counts,
      fingerprints: { train: fingerprint(train), test: fingerprint(test) },
      encoder,
      ...(isClasses ? { classes } : {}),
    },
    conclude: (trainer) => (isClasses ? testClasses(trainer, test, classes) : testNumbers(trainer, test, encoder)),
  };
};

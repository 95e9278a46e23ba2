import { exampleCount } from "thalweg/data";
import { crossEntropy } from "thalweg/losses";
import { accuracy } from "thalweg/metrics";
import { plural, showCount } from "../report/numbers.ts";
import { testClasses } from "../run/classes.ts";
import { checkNormalizes } from "../run/perceptron.ts";
import type { Task } from "../run/task.ts";
import { augmented } from "./augmentations.ts";
import { type PreparedData, prepare, type RawData } from "./data.ts";
import { filters, modelNamed } from "./model.ts";
import type { ImageSettings } from "./settings.ts";

const countsOf = ({ train, validation, test }: PreparedData) => ({
  trainExamples: exampleCount(train),
  validationExamples: validation ? exampleCount(validation) : 0,
  testExamples: exampleCount(test),
});

const modelText = ({ model, hidden }: ImageSettings, { train, classes }: PreparedData): string => {
  const shape = train.inputs.shape.slice(1);
  const sizes = [...hidden, classes.length].join("-");
  if (model === "cnn") return `cnn ${shape.join("×")}, ${filters.join(" and ")} filters 5×5, ${sizes}`;
  return `${model} ${shape.reduce((product, extent) => product * extent, 1)}-${sizes}`;
};

const inputsText = ({ augment }: ImageSettings, { standardizer }: PreparedData): string =>
  [
    standardizer ? "mean 0, deviation 1" : "rescaled to [0, 1]",
    ...(augment.length > 0 ? [`changed at random by ${augment.join(", ")}`] : []),
  ].join(", ");

/** Pictures to classify, made ready. */
export const imageTask = (settings: ImageSettings, raw: RawData): Task => {
  const { dataset, model, hidden } = settings;
  checkNormalizes(settings);
  const prepared = prepare(raw, settings);
  const { train, validation, test, classes, standardizer, fingerprints } = prepared;
  const counts = countsOf(prepared);
  const { trainExamples, validationExamples, testExamples } = counts;
  const validationText = validationExamples > 0 ? `${showCount(validationExamples)} to validate on, ` : "";
  const dataText =
    `${dataset}: ${plural(trainExamples, "example")} to train on, ${validationText}` +
    `${showCount(testExamples)} to test on`;
  return {
    stem: `${dataset}-${model}`,
    model: modelNamed(model, hidden, classes.length),
    inputShape: train.inputs.shape.slice(1),
    loss: crossEntropy(),
    metrics: [accuracy()],
    train: augmented(train, settings.augment, standardizer),
    examples: trainExamples,
    validation,
    heading: [
      ["data", dataText],
      ["inputs", inputsText(settings, prepared)],
    ],
    modelText: modelText(settings, prepared),
    facts: { dataset, ...counts, model, hidden },
    data: {
      name: dataset,
      ...counts,
      fingerprints,
      classes,
      inputs: standardizer
        ? { rescaled: [0, 1], standardized: { ...standardizer, apply: undefined, applyTo: undefined } }
        : { rescaled: [0, 1] },
    },
    conclude: (trainer) => testClasses(trainer, test, classes),
  };
};

import { type Dataset, rescale, standardizer } from "thalweg/data";
import { dense, flatten, relu, sequential } from "thalweg/layers";
import { gradientDescent } from "thalweg/optimizers";
import { showScore } from "../report/numbers.ts";
import type { Findings, Lesson } from "./lesson.ts";
import { clothes, learn, learningFigure } from "./lesson-networks.ts";

const epochs = 5;
const model = () => sequential([flatten(), dense(32), relu(), dense(10)]);

const run = async (): Promise<Findings> => {
  const raw = clothes();
  const rescaled = rescale(raw);
  const standardized = standardizer(rescaled).apply(rescaled);
  const asTheyCome = rescale(raw, { to: [0, 255] });
  const train = (name: string, data: Dataset, learningRate: number) =>
    learn({ name, data, model: model(), optimizer: gradientDescent({ learningRate }) }, epochs);
  const learned = [
    await train("pixels 0 to 255, rate 0.1", asTheyCome, 0.1),
    await train("pixels 0 to 255, rate 0.0001", asTheyCome, 1e-4),
    await train("rescaled to 0 to 1, rate 0.1", rescaled, 0.1),
    await train("standardized, rate 0.1", standardized, 0.1),
  ];
  const losses = learned.map((each) => each.losses[epochs - 1]);
  const [raw10, rawSmall, inUnit, standard] = losses;
  return {
    table: {
      head: ["inputs", "loss in the last epoch", "accuracy"],
      rows: learned.map(({ name, accuracy }, index) => [
        name,
        showScore(losses[index]),
        `${(100 * accuracy).toFixed(1)} %`,
      ]),
    },
    figures: [learningFigure("Five epochs with different inputs", learned.slice(1))],
    sees: [
      `At 0.1 pixels up to 255 throw the weights away in the first updates: the loss is ${showScore(raw10)}, where a guess among ten classes has ${Math.log(10).toFixed(3)}.`,
      `A thousandth of the rate does not throw them away, but is too small for everything behind the first layer: ${showScore(rawSmall)} after five epochs.`,
      `Rescaled to [0, 1] the usual rate works (${showScore(inUnit)}); standardized to mean 0 and deviation 1 it works better still (${showScore(standard)}).`,
      "Normalize first: it costs nothing. Take means and deviations from the training data only.",
    ],
    numbers: { raw: raw10, "raw, small rate": rawSmall, rescaled: inUnit, standardized: standard },
  };
};

export const normalizationLesson: Lesson = {
  name: "normalization",
  title: "Normalizing inputs",
  about: [
    "The gradient of a weight is proportional to its input. Large inputs make steep directions, inputs with a common mean make all of them alike: together they make a ravine.",
    "The same small network learns 500 drawn garments four times.",
  ],
  run,
  command: "thalweg train garments --optimizer sgd --learning-rate 0.1 --standardize --epochs 2",
  terms: ["input normalization", "standardization", "rescaling", "condition number"],
};

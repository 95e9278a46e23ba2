/**
 * Draws `training.svg`: clothing that `garments` draws, and how a network learns to tell its classes apart.
 * `npm run pictures`. Equal machines draw equal pictures; engines without fused multiply-add round a little differently.
 */
import { writeFileSync } from "node:fs";
import {
  accuracy,
  adamW,
  batchNorm,
  clothing,
  crossEntropy,
  type Dataset,
  dense,
  dropout,
  flatten,
  garments,
  relu,
  rescale,
  sequential,
  split,
  Trainer,
  warmupCosine,
} from "thalweg";
import type { Axis } from "../../packages/cli/src/pictures/axis.ts";
import { type Chart, type Curve, chartElements } from "../../packages/cli/src/pictures/chart.ts";
import { picture, text } from "../../packages/cli/src/pictures/svg.ts";
import { grayPng } from "./png.ts";

const side = 28;
const columns = 6;
const epochs = 12;

const { train, test } = garments({ train: 6000, test: 1000, seed: 0 });
const { train: fitting, validation } = split(rescale(train), { validation: 0.1, seed: 0 });
const trainer = new Trainer({
  model: sequential([
    flatten(),
    ...[256, 128].flatMap((units) => [
      dense(units, { bias: false }),
      batchNorm({ momentum: 0.9 }),
      relu(),
      dropout(0.2),
    ]),
    dense(10),
  ]),
  loss: crossEntropy(),
  optimizer: adamW({ learningRate: warmupCosine({ peak: 2e-3, warmup: 26, total: epochs * 43 }), weightDecay: 0.05 }),
  clip: 1,
  metrics: [accuracy()],
});
const history = await trainer.fit(fitting, { epochs, batchSize: 128, validation });
const scores = await trainer.evaluate(rescale(test));

/** The first examples of every class, a row each. */
const sheet = ({ inputs, targets }: Dataset): Uint8Array => {
  const width = columns * side;
  const pixels = new Uint8Array(width * clothing.length * side);
  for (const label of clothing.keys()) {
    const examples = [...targets.values.keys()].filter((index) => targets.values[index] === label).slice(0, columns);
    for (const [column, example] of examples.entries()) {
      for (let y = 0; y < side; y++) {
        const from = (example * side + y) * side;
        pixels.set(inputs.values.subarray(from, from + side), (label * side + y) * width + column * side);
      }
    }
  }
  return grayPng({ width, height: clothing.length * side, pixels });
};

const percent = (share: number): string => `${Math.round(share * 100)} %`;
const axis = (marks: readonly number[], show: (mark: number) => string): Axis => ({
  from: marks[0],
  to: marks[marks.length - 1],
  marks,
  show,
});
const epochAxis: Axis = { ...axis([2, 4, 6, 8, 10, 12], String), from: 1, to: epochs };

/** Values of each epoch, counted from 1. */
const curve = (name: string, colour: Curve["colour"], values: readonly number[]): Curve => ({
  name,
  colour,
  points: values.map((value, index) => [index + 1, value]),
});
const losses: Chart = {
  title: "Loss",
  unit: "cross-entropy, nats",
  steps: "epoch",
  curves: [
    curve(
      "training",
      1,
      history.epochs.map(({ loss }) => loss),
    ),
    curve(
      "validation",
      2,
      history.epochs.map((record) => record.validation?.loss ?? Number.NaN),
    ),
  ],
  x: epochAxis,
  y: axis([0, 0.5, 1, 1.5], (mark) => mark.toFixed(1)),
};
const accuracies: Chart = {
  title: "Accuracy",
  unit: "share of examples",
  steps: "epoch",
  curves: [
    curve(
      "training",
      1,
      history.epochs.map(({ metrics }) => metrics.accuracy),
    ),
    curve(
      "validation",
      2,
      history.epochs.map((record) => record.validation?.metrics.accuracy ?? Number.NaN),
    ),
  ],
  x: epochAxis,
  y: axis([0.5, 0.6, 0.7, 0.8, 0.9, 1], percent),
};

const image = Buffer.from(sheet(train)).toString("base64");
const title = "Drawn clothing, and loss and accuracy while a network learns its ten classes";
const svg = picture(980, 400, title, [
  text(20, 32, "Garments", "title"),
  text(20, 50, "drawn by code, 28 × 28 pixels", "label"),
  ...clothing.map((name, row) => text(96, 80 + row * side, name, "label end")),
  `<image x="104" y="62" width="${columns * side}" height="280" href="data:image/png;base64,${image}"/>`,
  ...chartElements(losses, { left: 350, top: 62, width: 210, height: 280 }),
  ...chartElements(accuracies, { left: 690, top: 62, width: 210, height: 280 }),
  text(20, 380, "784-256-128-10, batch norm, dropout, AdamW", "label"),
  text(960, 32, `test, at the end: ${(scores.metrics.accuracy * 100).toFixed(1)} %`, "name end"),
]);
writeFileSync(new URL("training.svg", import.meta.url), svg);
console.log(`training.svg: ${(svg.length / 1024).toFixed(1)} KiB, test accuracy ${scores.metrics.accuracy}`);

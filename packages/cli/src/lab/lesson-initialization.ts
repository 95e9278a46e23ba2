import { Generator } from "thalweg/random";
import type { Place } from "../pictures/figure.ts";
import type { Findings, Lesson } from "./lesson.ts";

const [depth, width] = [20, 64];
/** Initial deviations in multiples of √(2/fan-in). */
const scales = [0.5, 1, 2];

const rootMeanSquare = (values: Float64Array): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);

/** Sizes of signals and of gradients at every layer of dense layers with ReLU. */
const sizesAt = (scale: number) => {
  const random = new Generator(0, "lesson");
  const deviation = scale * Math.sqrt(2 / width);
  const weights = Array.from({ length: depth }, () => random.fillNormal(new Float64Array(width * width)));
  const signals = [random.fillNormal(new Float64Array(width))];
  for (const w of weights) {
    const x = signals[signals.length - 1];
    const sums = Float64Array.from({ length: width }, (_, row) =>
      x.reduce((sum, value, column) => sum + deviation * w[row * width + column] * value, 0),
    );
    signals.push(sums.map((value) => Math.max(0, value)));
  }
  const gradients = [new Float64Array(width).fill(1)];
  for (let layer = depth - 1; layer >= 0; layer--) {
    const [after] = gradients;
    const passed = after.map((value, row) => (signals[layer + 1][row] > 0 ? value : 0));
    gradients.unshift(
      Float64Array.from({ length: width }, (_, column) =>
        passed.reduce((sum, value, row) => sum + deviation * weights[layer][row * width + column] * value, 0),
      ),
    );
  }
  return { scale, signals: signals.map(rootMeanSquare), gradients: gradients.map(rootMeanSquare) };
};

const run = (): Findings => {
  const found = scales.map(sizesAt);
  const [small, right, large] = found;
  const points = (sizes: readonly number[]) => sizes.map((size, layer): Place => [layer, size]);
  const name = (scale: number): string => `${scale} × He`;
  return {
    table: {
      head: ["initial weights", `signal after ${depth} layers`, "gradient at the input"],
      rows: found.map(({ scale, signals, gradients }) => [
        name(scale),
        signals[depth].toExponential(2),
        gradients[0].toExponential(2),
      ]),
    },
    figures: [
      {
        kind: "line",
        title: "Size of signals through depth",
        x: { label: "layer" },
        y: { label: "root mean square", log: true },
        series: found.map(({ scale, signals }) => ({ name: name(scale), points: points(signals) })),
      },
      {
        kind: "line",
        title: "Size of gradients through depth",
        x: { label: "layer" },
        y: { label: "root mean square", log: true },
        series: found.map(({ scale, gradients }) => ({ name: name(scale), points: points(gradients) })),
      },
    ],
    sees: [
      `With half of He's deviation each layer halves the signal, and each step back halves the gradient: after ${depth} layers ${small.gradients[0].toExponential(0)} is left of it. Early layers learn nothing.`,
      `With twice the deviation both double at every layer: the gradient at the input is ${large.gradients[0].toExponential(0)}, and the first update throws the weights away.`,
      `With √(2/fan-in), He's, both keep about their size (${right.gradients[0].toFixed(2)}). Normalization and residual connections make networks less sensitive to it.`,
    ],
    numbers: {
      small: small.gradients[0],
      right: right.gradients[0],
      large: large.gradients[0],
      "signal small": small.signals[depth],
      "signal right": right.signals[depth],
      "signal large": large.signals[depth],
    },
  };
};

export const initializationLesson: Lesson = {
  name: "initialization",
  title: "Initial weights: vanishing and exploding gradients",
  about: [
    "Going through a layer multiplies the size of a signal by a factor, going back multiplies that of a gradient. Twenty factors of ½ make a millionth.",
    `A random input goes through ${depth} dense layers of ${width} units with ReLU, and a gradient comes back.`,
  ],
  run,
  command: "thalweg explain vanishing gradient",
  terms: ["weight initialization", "he initialization", "vanishing gradient", "exploding gradient", "fan-in"],
};

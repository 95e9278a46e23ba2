import {
  chain,
  clipByGlobalNorm,
  clipByValue,
  gradientDescent,
  Optimizer,
  type OptimizerSpec,
} from "thalweg/optimizers";
import type { Place } from "../pictures/figure.ts";
import type { Findings, Lesson } from "./lesson.ts";

/** Times that the state is multiplied by the weight. */
const length = 20;
const [start, learningRate, updates] = [1.3, 0.002, 200];

/** The loss of a recurrence hₜ = w hₜ₋₁ from 1 that should end at 1: (w²⁰ − 1)². */
const lossAt = (w: number): number => (w ** length - 1) ** 2;
const gradientAt = (w: number): number => 2 * (w ** length - 1) * length * w ** (length - 1);

/** Weights update by update; the last is where the loss or its gradient stopped being finite. */
const pathOf = (spec: OptimizerSpec): readonly number[] => {
  const weights = { w: Float64Array.of(start) };
  const optimizer = new Optimizer(weights, spec);
  const path = [start];
  for (let update = 0; update < updates; update++) {
    const { applied } = optimizer.step({ w: [gradientAt(weights.w[0])] });
    path.push(weights.w[0]);
    if (!applied || !Number.isFinite(lossAt(weights.w[0]))) break;
  }
  return path;
};

/** A gradient [6, 8] after a clip. */
const clipped = (clip: OptimizerSpec): readonly number[] => {
  const weights = { w: Float64Array.of(0, 0) };
  new Optimizer(weights, chain(clip, gradientDescent({ learningRate: 1 }))).step({ w: [6, 8] });
  return Array.from(weights.w, (value) => -value);
};

const run = (): Findings => {
  const plain = pathOf(gradientDescent({ learningRate }));
  const bounded = pathOf(chain(clipByGlobalNorm(1), gradientDescent({ learningRate })));
  const [byNorm, byValue] = [clipped(clipByGlobalNorm(5)), clipped(clipByValue(5))];
  const thrown = plain[1];
  const found = bounded[bounded.length - 1];
  const points = (path: readonly number[]) => path.map((w, update): Place => [update, lossAt(w)]);
  return {
    table: {
      head: ["gradient [6, 8] at 5", "becomes"],
      rows: [
        ["by norm", `[${byNorm.join(", ")}]`],
        ["by value", `[${byValue.join(", ")}]`],
      ],
    },
    figures: [
      {
        kind: "line",
        title: "Loss of a recurrence of 20 steps",
        x: { label: "update" },
        y: { label: "loss", log: true },
        series: [
          { name: "not clipped", points: points(plain) },
          { name: "clipped at norm 1", points: points(bounded) },
        ],
      },
    ],
    sees: [
      `At w = ${start} the gradient is ${gradientAt(start).toExponential(1)}: one step at rate ${learningRate} throws w to ${thrown.toFixed(0)}, where w²⁰ is astronomically large. It diverges at update ${plain.length - 1}.`,
      `Clipped at norm 1 no step is longer than the rate: w walks to ${found.toFixed(4)}, with a loss of ${Number(lossAt(found).toExponential(1))}.`,
      `By norm the direction is kept: [6, 8] becomes [${byNorm.join(", ")}]. By value it is not: [${byValue.join(", ")}].`,
      "Clip recurrent networks and transformers at 1. A norm that is clipped at every update wants a lower rate instead.",
    ],
    numbers: {
      "gradient at start": gradientAt(start),
      thrown,
      "diverged at": plain.length - 1,
      found,
      "loss clipped": lossAt(found),
      "norm 0": byNorm[0],
      "norm 1": byNorm[1],
      "value 0": byValue[0],
      "value 1": byValue[1],
    },
  };
};

export const clippingLesson: Lesson = {
  name: "clipping",
  title: "Clipping exploding gradients",
  about: [
    "A recurrent network multiplies by the same weights at every step, so its loss has cliffs: nearly level below, enormously steep above. One step from the cliff ends far away.",
    "The simplest recurrence, a number multiplied 20 times by w, should end where it began.",
  ],
  run,
  command: "thalweg train garments --clip 1 --updates 50",
  terms: ["gradient clipping", "clipping by value", "exploding gradient", "simple rnn"],
};

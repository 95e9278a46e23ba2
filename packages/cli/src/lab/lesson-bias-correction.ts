import { adam, Optimizer } from "thalweg/optimizers";
import type { Place } from "../pictures/figure.ts";
import type { Findings, Lesson } from "./lesson.ts";

const learningRate = 0.01;
const updates = 60;

/** Lengths of Adam's steps against a constant gradient, in multiples of the rate. */
const stepsOf = (biasCorrection: boolean): readonly number[] => {
  const weights = { w: Float64Array.of(0) };
  const optimizer = new Optimizer(weights, adam({ learningRate, biasCorrection }));
  return Array.from({ length: updates }, () => {
    const before = weights.w[0];
    optimizer.step({ w: [1] });
    return (before - weights.w[0]) / learningRate;
  });
};

/** The first weights on w² from 5. */
const firstWeights = (): readonly number[] => {
  const weights = { w: Float64Array.of(5) };
  const optimizer = new Optimizer(weights, adam({ learningRate }));
  return Array.from({ length: 3 }, () => {
    optimizer.step({ w: [2 * weights.w[0]] });
    return weights.w[0];
  });
};

const run = (): Findings => {
  const [corrected, plain] = [stepsOf(true), stepsOf(false)];
  const highest = Math.max(...plain);
  const at = plain.indexOf(highest) + 1;
  const walked = firstWeights();
  const shown = [1, 2, 5, at, 30, updates];
  const points = (steps: readonly number[]) => steps.map((step, index): Place => [index + 1, step]);
  return {
    table: {
      head: ["update", "step with correction", "step without"],
      rows: shown.map((t) => [String(t), `${corrected[t - 1].toFixed(2)} η`, `${plain[t - 1].toFixed(2)} η`]),
    },
    figures: [
      {
        kind: "line",
        title: "Adam's steps against a constant gradient",
        x: { label: "update" },
        y: { label: "length in learning rates" },
        series: [
          { name: "corrected", points: points(corrected) },
          { name: "not corrected", points: points(plain) },
        ],
      },
    ],
    sees: [
      `Corrected, Adam's steps have the length of the rate from the first one on: on w² from 5 at η = 0.01 the weights are ${walked.join(", ")}.`,
      `Without correction the first step is (1 − β₁)/√(1 − β₂) = ${plain[0].toFixed(2)} η, because the average of squares, with β₂ = 0.999, is more too small than the average of gradients, with β₁ = 0.9. The steps grow to ${highest.toFixed(2)} η at update ${at}.`,
      "That is when weights are most fragile. Libraries that leave the correction out need a warmup for it.",
    ],
    numbers: {
      "first step": plain[0],
      "highest step": highest,
      "highest at": at,
      "corrected first": corrected[0],
      w1: walked[0],
      w2: walked[1],
      w3: walked[2],
    },
  };
};

export const biasCorrectionLesson: Lesson = {
  name: "bias-correction",
  title: "Adam's bias correction",
  about: [
    "Adam divides an average of gradients by the root of an average of their squares. Both begin at 0 and are too small at first, by factors 1 − β₁ᵗ and 1 − β₂ᵗ; Adam divides these out.",
    "A constant gradient shows what happens with and without.",
  ],
  run,
  command: "thalweg explain bias correction",
  terms: ["bias correction", "adam", "first moment", "second moment", "warmup schedule"],
};

import { movingAverages, windowOf } from "thalweg/optimizers";
import { Generator } from "thalweg/random";
import type { Place } from "../pictures/figure.ts";
import type { Findings, Lesson } from "./lesson.ts";

/** Samples of the series: a slow wave with noise of this deviation. */
const [samples, deviation] = [200, 0.5];
const betas = [0.5, 0.9, 0.97];

const wave = (t: number): number => 2 + Math.sin((2 * Math.PI * t) / samples);

const rootMeanSquare = (values: Float64Array): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);

const run = (): Findings => {
  const random = new Generator(0, "lesson");
  const series = Float64Array.from({ length: samples }, (_, t) => wave(t) + random.normal(0, deviation));
  const placed = (values: Float64Array) => Array.from(values, (value, t): Place => [t + 1, value]);
  const averages = betas.map((beta) => {
    const plain = movingAverages(series, beta);
    const corrected = movingAverages(series, beta, { biasCorrection: true });
    const error = rootMeanSquare(corrected.map((value, t) => value - wave(t)));
    return { beta, plain, corrected, error };
  });
  const [short, usual, long] = averages;
  return {
    table: {
      head: ["β", "window", "first value", "the same corrected", "distance from the wave"],
      rows: averages.map(({ beta, plain, corrected, error }) => [
        String(beta),
        windowOf(beta).toFixed(0),
        plain[0].toFixed(3),
        corrected[0].toFixed(3),
        error.toFixed(3),
      ]),
    },
    figures: [
      {
        kind: "line",
        title: "A noisy series and its moving averages, corrected",
        x: { label: "sample" },
        y: { label: "value" },
        series: [
          { name: "series", points: placed(series), dashed: true },
          ...averages.map(({ beta, corrected }) => ({ name: `β ${beta}`, points: placed(corrected) })),
        ],
      },
      {
        kind: "line",
        title: "Without correction averages start at 0",
        x: { label: "sample" },
        y: { label: "value" },
        series: averages.map(({ beta, plain }) => ({ name: `β ${beta}`, points: placed(plain).slice(0, 60) })),
      },
    ],
    sees: [
      `An average with β reaches back about 1/(1 − β) samples: ${betas.map((beta) => `${windowOf(beta).toFixed(0)} for ${beta}`).join(", ")}.`,
      `A short window follows the noise (β = 0.5 is ${short.error.toFixed(2)} away from the wave), a long one comes too late (0.97: ${long.error.toFixed(2)}); 0.9 is between them, at ${usual.error.toFixed(2)}.`,
      `Averages begin at 0: with β = 0.97 the first value is ${long.plain[0].toFixed(3)} in place of ${series[0].toFixed(3)}. Dividing by 1 − βᵗ puts that right.`,
    ],
    numbers: {
      "first sample": series[0],
      ...Object.fromEntries(
        averages.flatMap(({ beta, plain, corrected, error }) => [
          [`first at ${beta}`, plain[0]],
          [`corrected at ${beta}`, corrected[0]],
          [`error at ${beta}`, error],
        ]),
      ),
    },
  };
};

export const movingAverageLesson: Lesson = {
  name: "moving-average",
  title: "Exponentially weighted averages",
  about: [
    "a ← βa + (1 − β)x keeps one number and forgets slowly. It is how loss curves are smoothed, and it is inside momentum, RMSProp and Adam.",
    "A slow wave with noise is averaged with three values of β.",
  ],
  run,
  command: "thalweg average",
  terms: ["exponentially weighted average", "effective window", "bias correction", "beta"],
};

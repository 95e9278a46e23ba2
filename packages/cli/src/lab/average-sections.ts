import { movingAverages, windowOf } from "thalweg/optimizers";
import type { LineFigure, Place, Series } from "../pictures/figure.ts";
import type { Section } from "../pictures/report-page.ts";
import { showRate } from "../report/numbers.ts";
import type { Samples } from "./average-series.ts";

/** The averages of a series at one β. */
export interface Averaged {
  readonly beta: number;
  /** Samples that it reaches back: 1/(1 − β). */
  readonly window: number;
  readonly plain: Float64Array;
  /** Divided by 1 − βᵗ; undefined where that was not asked for. */
  readonly corrected?: Float64Array;
}

/**
 * Averages at several β, with and without bias correction.
 *
 * @example
 * averagesOf(Float64Array.of(1, 2), [0.9], true)[0].corrected; // [1, 1.526]
 */
export const averagesOf = (
  values: Float64Array,
  betas: readonly number[],
  biasCorrection: boolean,
): readonly Averaged[] =>
  betas.map((beta) => ({
    beta,
    window: windowOf(beta),
    plain: movingAverages(values, beta),
    ...(biasCorrection ? { corrected: movingAverages(values, beta, { biasCorrection }) } : {}),
  }));

const mostPoints = 1000;

const placed = (values: Float64Array): readonly Place[] => {
  const every = Math.ceil(values.length / mostPoints);
  return Array.from(values, (value, index): Place => [index + 1, value]).filter((_, index) => index % every === 0);
};

/** A corrected average, and the plain one dashed beside it. */
const curves = ({ beta, plain, corrected }: Averaged): readonly Series[] => {
  const own = {
    name: `β ${beta}${corrected ? ", uncorrected" : ""}`,
    points: placed(plain),
    dashed: corrected !== undefined,
  };
  return corrected ? [{ name: `β ${beta}`, points: placed(corrected) }, own] : [own];
};

const averagesFigure = ({ name, values }: Samples, averages: readonly Averaged[]): LineFigure => ({
  kind: "line",
  title: `Exponentially weighted averages of ${name}`,
  x: { label: "sample" },
  y: { label: "value" },
  series: [{ name: "samples", points: placed(values) }, ...averages.flatMap(curves)],
});

/** Where the noise of independent samples goes: the deviation that is left of each unit. */
const noiseLeft = (beta: number): number => Math.sqrt((1 - beta) / (1 + beta));

const lastOf = (values: Float64Array): string => showRate(values[values.length - 1]);

const table = (averages: readonly Averaged[]) => {
  const isCorrected = averages.every(({ corrected }) => corrected !== undefined);
  const cells = (values: Float64Array | undefined, show: (values: Float64Array) => string) =>
    values ? [show(values)] : [];
  const first = (values: Float64Array): string => showRate(values[0]);
  return {
    head: [
      "β",
      "window",
      "noise left",
      "first",
      ...(isCorrected ? ["first, corrected"] : []),
      "last",
      ...(isCorrected ? ["last, corrected"] : []),
    ],
    rows: averages.map(({ beta, window, plain, corrected }) => [
      String(beta),
      showRate(window),
      showRate(noiseLeft(beta)),
      first(plain),
      ...cells(corrected, first),
      lastOf(plain),
      ...cells(corrected, lastOf),
    ]),
  };
};

/** The parts of a report on averages. */
export const averageSections = (samples: Samples, averages: readonly Averaged[]): readonly Section[] => [
  {
    heading: `Averages of ${samples.name}`,
    text:
      "a ← βa + (1 − β)x reaches back about 1/(1 − β) samples: the nearer β is to 1, the smoother the average and the later it " +
      "follows. It starts at 0 and so is too small at first; dividing by 1 − βᵗ corrects that." +
      (samples.note === undefined ? "" : ` (${samples.note}.)`),
    figure: averagesFigure(samples, averages),
    table: table(averages),
  },
];

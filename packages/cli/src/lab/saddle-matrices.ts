import { positiveDefiniteShare } from "thalweg/problems";
import type { LineFigure } from "../pictures/figure.ts";
import type { Section } from "../pictures/report-page.ts";
import { showRate } from "../report/numbers.ts";

/** The probability in 1, 2 and 3 dimensions. */
const exact: readonly number[] = [1 / 2, (2 - Math.SQRT2) / 4, 1 / 4 - 1 / (Math.SQRT2 * Math.PI)];

const most = 6;

/** How many random symmetric matrices of n dimensions are positive definite. */
export interface MatrixShare {
  readonly dimensions: number;
  readonly share: number;
  /** Where there is a short formula. */
  readonly probability?: number;
}

export const matrixShares = (draws: number, seed: number): readonly MatrixShare[] =>
  Array.from({ length: most }, (_, index) => ({
    dimensions: index + 1,
    share: positiveDefiniteShare({ dimensions: index + 1, draws, seed }),
    ...(index < exact.length ? { probability: exact[index] } : {}),
  }));

const figure = (shares: readonly MatrixShare[]): LineFigure => ({
  kind: "line",
  title: "Random symmetric matrices that are positive definite",
  x: { label: "dimensions" },
  y: { label: "share", log: true },
  series: [
    {
      name: "drawn",
      points: shares.filter(({ share }) => share > 0).map(({ dimensions, share }) => [dimensions, share] as const),
    },
  ],
});

const text =
  "Why saddles and not minima: where the slope is zero, a point is a minimum only if the surface curves upward in every " +
  "direction, that is if its Hessian is positive definite. Of random symmetric matrices (Gaussian orthogonal ensemble) ever fewer are so " +
  "with every dimension, in the long run as exp(−0.27 n²); a network has thousands of dimensions or more.";

/** 0.146, 2.2e-3, or less than one of all that were drawn. */
const shareText = (share: number, draws: number): string => {
  if (share === 0) return `< ${showRate(1 / draws)}`;
  return share < 0.01 ? share.toExponential(1) : share.toFixed(3);
};

/** Why most points of slope zero are saddles. */
export const matrixSection = (shares: readonly MatrixShare[], draws: number): Section => ({
  heading: "Saddles in many dimensions",
  text,
  figure: figure(shares),
  table: {
    head: ["dimensions", "positive definite", "probability"],
    rows: shares.map(({ dimensions, share, probability }) => [
      String(dimensions),
      shareText(share, draws),
      probability === undefined ? "" : probability.toFixed(3),
    ]),
  },
});

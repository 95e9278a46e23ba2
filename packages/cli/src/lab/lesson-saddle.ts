import { adam, gradientDescent, momentum } from "thalweg/optimizers";
import { positiveDefiniteShare, surfaceNamed } from "thalweg/problems";
import type { Place } from "../pictures/figure.ts";
import type { Findings, Lesson } from "./lesson.ts";
import { walk } from "./walk.ts";

const rate = { learningRate: 0.01 };
const walkers = { gd: gradientDescent(rate), momentum: momentum(rate), adam: adam(rate) };

/** Dimensions of the random matrices. */
const dimensions = [1, 2, 3, 4, 5];

const run = (): Findings => {
  const surface = surfaceNamed("saddle");
  const walks = Object.entries(walkers).map(([name, optimizer]) => {
    const { path } = walk(surface, optimizer, { start: [0.01, 0.01], steps: 300 });
    return { name, path, steps: path.findIndex(([, y]) => Math.abs(y) > 1) };
  });
  const shares = dimensions.map((n) => [n, positiveDefiniteShare({ dimensions: n, draws: 20_000 })] as const);
  const [gd, withMomentum, withAdam] = walks.map(({ steps }) => steps);
  return {
    table: {
      head: ["optimizer", "updates until |y| > 1"],
      rows: walks.map(({ name, steps }) => [name, String(steps)]),
    },
    figures: [
      {
        kind: "line",
        title: "Leaving the saddle x² − y² from (0.01, 0.01)",
        x: { label: "update" },
        y: { label: "|y|", log: true },
        series: walks.map(({ name, path, steps }) => ({
          name,
          points: path.slice(0, steps + 1).map(([, y], update): Place => [update, Math.abs(y)]),
        })),
      },
      {
        kind: "line",
        title: "How rarely a random symmetric matrix has only positive eigenvalues",
        x: { label: "dimensions" },
        y: { label: "share", log: true },
        series: [{ name: "drawn matrices", points: shares.map(([n, share]): Place => [n, share]) }],
      },
    ],
    sees: [
      `At a rate of 0.01 gradient descent multiplies y by 1.02 a step and needs ${gd} updates to get away; momentum (β = 0.9) needs ${withMomentum}, Adam ${withAdam}.`,
      `Of 20,000 random symmetric matrices ${shares.map(([n, share]) => `${Number((100 * share).toPrecision(2))} % in ${n}`).join(", ")} dimensions are positive definite. A point with gradient 0 is a minimum only if its Hessian is: in thousands of dimensions nearly all such points are saddles.`,
      "Small gradients and no progress need not mean that training is done. Momentum, adaptive rates and the noise of mini-batches carry a walk past saddles.",
    ],
    numbers: {
      gd,
      momentum: withMomentum,
      adam: withAdam,
      ...Object.fromEntries(shares.map(([n, share]) => [`share in ${n}`, share])),
    },
  };
};

export const saddleLesson: Lesson = {
  name: "saddle",
  title: "Saddles",
  about: [
    "At a saddle the gradient is 0, but the surface still falls along some direction. Near it slopes are tiny, so plain gradient descent hardly moves.",
    "Three optimizers begin at (0.01, 0.01), close to the saddle of x² − y².",
  ],
  run,
  command: "thalweg saddle",
  terms: ["saddle point", "negative curvature", "gaussian orthogonal ensemble", "plateau"],
};

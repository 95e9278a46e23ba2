import { gradientDescent, type OptimizerSpec } from "thalweg/optimizers";
import type { Surface } from "thalweg/problems";
import type { Place } from "../pictures/figure.ts";
import { showLoss } from "./compare-table.ts";
import type { Findings, Lesson } from "./lesson.ts";
import { walk } from "./walk.ts";

/** A wide bowl around 3 with a narrow hole at 0 that is deeper. */
const wells: Surface = {
  name: "two-wells",
  title: "a wide and a narrow minimum",
  formula: "0.1(x − 3)² − e^(−50x²)",
  dimensions: 1,
  fn: (x) => x.sub(3).square().mul(0.1).sub(x.square().mul(-50).exp()).sum(),
  at: ({ 0: x }) => 0.1 * (x - 3) ** 2 - Math.exp(-50 * x ** 2),
  gradient: ({ 0: x }) => Float64Array.of(0.2 * (x - 3) + 100 * x * Math.exp(-50 * x ** 2)),
  minima: () => [Float64Array.of(0.006)],
  lowest: -0.1,
  range: [
    [-1, 5],
    [-1, 2],
  ],
  start: () => Float64Array.of(-0.15),
  convex: "two minima",
  source: "made up for the lesson",
};

/** The second derivative. */
const sharpnessAt = (x: number): number => 0.2 + (100 - 1e4 * x ** 2) * Math.exp(-50 * x ** 2);

/** How far the weights may be off, and points that the mean is taken over. */
const [shift, points] = [0.3, 61];

const meanAround = (x: number): number => {
  const losses = Array.from({ length: points }, (_, index) => wells.at([x + shift * ((2 * index) / (points - 1) - 1)]));
  return losses.reduce((sum, loss) => sum + loss, 0) / points;
};

const walkers: Readonly<Record<string, OptimizerSpec>> = {
  "gd at 0.01": gradientDescent({ learningRate: 0.01 }),
  "gd at 0.1": gradientDescent({ learningRate: 0.1 }),
};

const run = (): Findings => {
  const found = Object.entries(walkers).map(([name, optimizer]) => {
    const { final, finalLoss } = walk(wells, optimizer, { start: wells.start(1), steps: 2000 });
    const [x] = final;
    return { name, x, loss: finalLoss, curvature: sharpnessAt(x), around: meanAround(x) };
  });
  const [small, large] = found;
  const curve = Array.from({ length: 301 }, (_, index): Place => {
    const x = -1 + (6 * index) / 300;
    return [x, wells.at([x])];
  });
  return {
    table: {
      head: ["optimizer", "ends at", "loss", "sharpness", `mean loss within ±${shift}`],
      rows: found.map(({ name, x, loss, curvature, around }) => [
        name,
        x.toFixed(3),
        showLoss(loss),
        curvature.toFixed(2),
        showLoss(around),
      ]),
    },
    figures: [
      {
        kind: "line",
        title: "A wide and a narrow minimum",
        x: { label: "weight" },
        y: { label: "loss" },
        series: [{ name: "loss", points: curve }],
        marks: found.map(({ name, x }) => ({ x, text: name })),
      },
    ],
    sees: [
      `From −0.15 small steps fall into the narrow hole: loss ${showLoss(small.loss)}, sharpness ${small.curvature.toFixed(0)}. It is the lowest point of all.`,
      `At rate 0.1 gradient descent cannot stay where the sharpness exceeds 2/0.1 = 20: it jumps out and ends in the wide minimum, with sharpness ${large.curvature.toFixed(1)}.`,
      `If the data shift a little, so does the surface. Averaged within ±${shift} the narrow minimum has a loss of ${showLoss(small.around)}, the wide one ${showLoss(large.around)}: flat minima tend to generalize better. Large rates, small batches and sharpness-aware minimization (SAM) all favour them.`,
    ],
    numbers: {
      "small rate ends at": small.x,
      "large rate ends at": large.x,
      "sharpness narrow": small.curvature,
      "sharpness wide": large.curvature,
      "loss narrow": small.loss,
      "loss wide": large.loss,
      "around narrow": small.around,
      "around wide": large.around,
    },
  };
};

export const flatMinimaLesson: Lesson = {
  name: "flat-minima",
  title: "Flat and sharp minima",
  about: [
    "The test loss is the training loss of slightly different data: a slightly shifted surface. In a narrow minimum a small shift costs much, in a wide one little.",
    "A surface of one weight has a wide bowl and, in it, a narrow hole that is deeper.",
  ],
  run,
  command: "thalweg explain sharpness",
  terms: ["flat minimum", "sharp minimum", "sharpness", "sam", "edge of stability"],
};

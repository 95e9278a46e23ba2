import { gradientDescent, momentum } from "thalweg/optimizers";
import { quadratic, surfaceNamed } from "thalweg/problems";
import type { Place } from "../pictures/figure.ts";
import { showCount } from "../report/numbers.ts";
import type { Findings, Lesson } from "./lesson.ts";
import { contest } from "./lesson-contest.ts";
import { stepsBelow, walk } from "./walk.ts";

/** Curvature across over curvature along. */
const conditions = [1, 10, 100, 1000];

/** Updates that bring a quadratic's loss below a millionth of its start, each method at its best settings. */
const stepsAt = (condition: number): { readonly plain: number; readonly withMomentum: number } => {
  const surface = quadratic({ condition });
  const start = surface.start(2);
  const tolerance = 1e-6 * surface.at(start);
  const root = Math.sqrt(condition);
  const steps = (optimizer: Parameters<typeof walk>[1]): number =>
    stepsBelow(walk(surface, optimizer, { start, steps: 20_000 }), tolerance) ?? Number.POSITIVE_INFINITY;
  return {
    plain: steps(gradientDescent({ learningRate: 2 / (condition + 1) })),
    withMomentum: steps(
      momentum({ learningRate: (2 / (root + 1)) ** 2, beta: condition === 1 ? 0 : ((root - 1) / (root + 1)) ** 2 }),
    ),
  };
};

const run = (): Findings => {
  const { outcomes, figures } = contest(surfaceNamed("ravine"), {
    optimizers: "gd(learningRate=0.019),gd(learningRate=0.021),momentum(learningRate=0.01),adam(learningRate=0.1)",
    steps: 300,
    start: [-1, 1],
  });
  const [edge, beyond] = outcomes;
  const [first, second] = [edge.walks[0].path[0][1], edge.walks[0].path[1][1]];
  const found = conditions.map((condition) => ({ condition, ...stepsAt(condition) }));
  const last = found[found.length - 1];
  const series = (name: string, steps: (each: (typeof found)[number]) => number) => ({
    name,
    points: found.map((each): Place => [each.condition, steps(each)]),
  });
  return {
    table: {
      head: ["condition number", "updates of gradient descent", "updates with momentum"],
      rows: found.map(({ condition, plain, withMomentum }) => [condition, plain, withMomentum].map(showCount)),
    },
    figures: [
      ...figures,
      {
        kind: "line",
        title: "Updates to a millionth of the loss, each method at its best settings",
        x: { label: "condition number", log: true },
        y: { label: "updates", log: true },
        series: [series("gradient descent", ({ plain }) => plain), series("momentum", (each) => each.withMomentum)],
      },
    ],
    sees: [
      `x² + 50y² curves by 2 along x and by 100 along y, so its condition number is 50 and gradient descent is stable below 2/100 = 0.02. At 0.019 y is multiplied by ${(second / first).toFixed(2)} at every update: it zig-zags, and settles. At 0.021 the loss grows to ${beyond.finalLoss.toExponential(1)} in 300 updates.`,
      `The steep direction limits the rate for the level one. At condition 1,000 gradient descent needs ${showCount(last.plain)} updates, momentum ${showCount(last.withMomentum)}: it grows with the root of the condition number only.`,
      "Adaptive rates (Adam, RMSProp) give each direction its own step; normalizing inputs makes the ravine rounder in the first place.",
    ],
    numbers: {
      factor: second / first,
      "loss at 0.019": edge.finalLoss,
      "loss at 0.021": beyond.finalLoss,
      ...Object.fromEntries(
        found.flatMap(({ condition, plain, withMomentum }) => [
          [`gd at ${condition}`, plain],
          [`momentum at ${condition}`, withMomentum],
        ]),
      ),
    },
  };
};

export const ravineLesson: Lesson = {
  name: "ravine",
  title: "Ravines and conditioning",
  about: [
    "A ravine is steep across and nearly level along. The ratio of the two curvatures is the condition number, and most hard loss surfaces have a large one.",
    "First four walks over x² + 50y²; then quadratic valleys of growing condition number.",
  ],
  run,
  command: "thalweg compare ravine --optimizers gd,momentum,adam --steps 300 --tune",
  terms: ["ravine", "condition number", "stability limit", "oscillation", "preconditioning"],
};

import { surfaceNamed } from "thalweg/problems";
import { showLoss } from "./compare-table.ts";
import type { Lesson } from "./lesson.ts";
import { contest } from "./lesson-contest.ts";

export const learningRateLesson: Lesson = {
  name: "learning-rate",
  title: "Rates too high and too low",
  about: [
    "Gradient descent subtracts the gradient times the learning rate. The rate is the first thing to tune: every other choice is judged at a rate that suits it.",
    "Five rates walk the same 5,000 steps on Rosenbrock's valley from (−1, 1), where the loss is 4.",
  ],
  run: () => {
    const { outcomes, table, figures } = contest(surfaceNamed("rosenbrock"), {
      optimizers: "gd",
      rates: [1e-4, 5e-4, 1e-3, 5e-3, 1e-2],
      steps: 5000,
    });
    const [low, middle, best, high, higher] = outcomes;
    return {
      table,
      figures,
      sees: [
        `Too low: at 1e-4 the walk is still at ${showLoss(low.finalLoss)}. Nothing is wrong with the direction, the steps are too short.`,
        `Ten times as much is best of these: ${showLoss(best.finalLoss)} at 1e-3.`,
        `Too high: at 5e-3 and 1e-2 each step lands higher on the other wall. The loss is not finite any more after update ${high.divergedAt} and ${higher.divergedAt}.`,
        "The best rate lies close below the one that diverges. Search on a logarithmic scale, and divide by 10 when a loss explodes.",
      ],
      numbers: {
        "1e-4": low.finalLoss,
        "5e-4": middle.finalLoss,
        "1e-3": best.finalLoss,
        "5e-3 diverged at": high.divergedAt ?? Number.NaN,
        "1e-2 diverged at": higher.divergedAt ?? Number.NaN,
      },
    };
  },
  command: "thalweg compare rosenbrock --optimizers gd --rates 1e-4,5e-4,1e-3,5e-3,1e-2 --steps 5000",
  terms: ["learning rate", "divergence", "stability limit", "learning-rate finder"],
};

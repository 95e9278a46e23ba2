import { surfaceNamed } from "thalweg/problems";
import { showLoss } from "./compare-table.ts";
import type { Lesson } from "./lesson.ts";
import { contest } from "./lesson-contest.ts";

export const momentumLesson: Lesson = {
  name: "momentum",
  title: "Momentum",
  about: [
    "Momentum keeps a sum of earlier gradients, v ← βv + g, and steps along it: w ← w − ηv. Gradients that agree add up to 1/(1 − β) times one of them; gradients that alternate cancel.",
    "The rate is held at 1e-4, far too low for plain gradient descent on Rosenbrock's valley, and β is varied.",
  ],
  run: () => {
    const { outcomes, table, figures } = contest(surfaceNamed("rosenbrock"), {
      optimizers: "momentum",
      rates: [1e-4],
      momentum: [0, 0.5, 0.9, 0.99],
      steps: 5000,
    });
    const [none, half, usual, strong] = outcomes;
    return {
      table,
      figures,
      sees: [
        `Without momentum (β = 0) the walk ends at ${showLoss(none.finalLoss)}, with β = 0.9 at ${showLoss(usual.finalLoss)}, with 0.99 at ${showLoss(strong.finalLoss)}.`,
        `A loss below 0.01 takes ${usual.stepsToTolerance} updates with β = 0.9 and ${strong.stepsToTolerance} with 0.99.`,
        `Only 0.99 overshoots: on ${strong.rises} of its updates the loss rises. It runs past the minimum, swings back, and is first all the same.`,
        "A larger β acts like a larger rate, η/(1 − β); lower the rate when you raise β.",
      ],
      numbers: {
        "β 0": none.finalLoss,
        "β 0.5": half.finalLoss,
        "β 0.9": usual.finalLoss,
        "β 0.99": strong.finalLoss,
        "β 0.9 below 0.01 at": usual.stepsToTolerance ?? Number.NaN,
        "β 0.99 below 0.01 at": strong.stepsToTolerance ?? Number.NaN,
        "β 0.9 rises": usual.rises,
        "β 0.99 rises": strong.rises,
      },
    };
  },
  command: "thalweg compare rosenbrock --optimizers momentum --rates 1e-4 --momentum 0,0.5,0.9,0.99 --steps 5000",
  terms: ["momentum", "velocity", "overshoot", "nesterov"],
};

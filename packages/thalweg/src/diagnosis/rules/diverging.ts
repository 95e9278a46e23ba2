import { showNumber } from "../describe.ts";
import { leavingOf } from "../leaving.ts";
import type { Rule } from "../rule.ts";
import { thresholds } from "../thresholds.ts";

const { growth } = thresholds.diverging;

/** The loss has left for good: it grew by orders of magnitude and stays there, or became too large to be a number. */
export const diverging: Rule = {
  id: "diverging",
  severity: "error",
  summary: "a loss that has grown far above its start and does not come back",
  causes: [
    "non-finite-value",
    "frozen-parameters",
    "dead-units",
    "saturated-units",
    "clipping-always-active",
    "noisy-gradient",
    "saddle",
    "ravine",
    "plateau",
    "class-imbalance",
    "underfitting",
  ],
  judge(seen) {
    const leaving = leavingOf(seen);
    if (!leaving) return undefined;
    const { start, most, leftOut, since, last } = leaving;
    const rate = seen.steps[0].learningRate;
    const total = seen.setup.updates;
    const place = total === undefined ? `update ${last}` : `${last} of ${total} updates`;
    const state =
      leftOut > 0
        ? `the last ${leftOut} batches were left out, since their numbers are too large; the largest loss before was ${showNumber(most)}`
        : `the loss was up to ${showNumber(most)}`;
    return {
      sentence: `The run diverges: after ${place} ${state}, ${showNumber(most / start)} times what it was at the start.`,
      evidence: [
        {
          what: "largest loss, in that of the first batches",
          value: most / start,
          limit: growth.value,
          steps: [since, last],
        },
        ...(leftOut > 0 ? [{ what: "batches left out in a row", value: leftOut }] : []),
      ],
      remedies: [
        ...(Number.isFinite(rate)
          ? [
              `begin anew with a tenth of the learning rate, ${showNumber(rate / 10)}, and a tenth of that if it still diverges`,
            ]
          : []),
        "let findLearningRate measure the largest rate that the model bears: thalweg find-lr does so from the command line",
        "see that inputs and targets have about mean 0 and deviation 1",
        "clip gradients, clip: 1, if single batches cause the jumps",
      ],
      confidence: 0.95,
    };
  },
};

import type { TurnProbe } from "../../training/index.ts";
import { showNumber } from "../describe.ts";
import { guessingLoss } from "../guessing.ts";
import { hasProgressed, meanLossOver, probesAfter, updatesMade } from "../loss-course.ts";
import type { Observations } from "../observations.ts";
import type { Rule } from "../rule.ts";
import { thresholds } from "../thresholds.ts";

const { fall, excess, progress, level, halves, probes: fewest, steady } = thresholds["noisy-gradient"];

interface Turn extends TurnProbe {
  readonly loss: number;
  readonly examples: number;
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Whether each of the last epochs had a lower loss than the one before: means over all batches, which bounce less. */
const fallsByEpoch = ({ epochs }: Observations): boolean => {
  const losses = epochs.slice(-3).map(({ loss }) => loss);
  return losses.length === 3 && losses.every((loss, index) => index === 0 || loss < steady.value * losses[index - 1]);
};

/**
 * Batches too small for the rate: each update learns its batch, and the next one takes it back. Near a minimum the loss
 * stays above it by ¼·η·E|g|²/(1 − β) of batch gradients g, which a larger batch divides.
 */
export const noisyGradient: Rule = {
  id: "noisy-gradient",
  severity: "warning",
  summary: "batches too small: updates follow their own batch, and the loss bounces without getting on",
  causes: ["dead-units", "saturated-units", "underfitting", "early-stopping-too-eager", "clipping-always-active"],
  judge(seen) {
    const turns = turnsOf(seen);
    if (turns.length < fewest.value || updatesMade(seen) < 100) return undefined;
    const [before, loss] = [meanLossOver(seen, 0.5, 0.75), meanLossOver(seen, 0.75, 1)];
    const start = guessingLoss(seen.setup, seen.setup.data) ?? meanLossOver(seen, 0, 0.02);
    if (!(loss >= level.value * start) || hasProgressed(seen, progress.value)) return undefined;
    if (fallsByEpoch(seen)) return undefined;
    const agreements = turns.flatMap((turn) => turn.halves ?? []);
    if (agreements.length > 0 && meanOf(agreements) > halves.value) return undefined;
    const ofTurns = meanOf(turns.map((turn) => turn.loss));
    const own = meanOf(turns.map((turn) => turn.loss - turn.lossAfter)) / ofTurns;
    const above = (0.25 * meanOf(turns.map((turn) => -turn.slopeBefore))) / (1 - momentumOf(seen)) / ofTurns;
    // Steps that lead up even on their own batch are too long, whatever the batch.
    if (own < 0 || (own < fall.value && above < excess.value)) return undefined;
    const size = turns[0].examples;
    return {
      sentence:
        `Batches of ${size} are too small for this rate: an update lowers the loss of its own batch by ` +
        `${showNumber(100 * own)} % on average, but the loss as a whole stays at ${showNumber(loss)}: the next batches take it back.`,
      evidence: [
        { what: "fall of the own batch's loss in one update, as a part of it", value: own, limit: fall.value },
        { what: "loss brought about by noise, estimated as a part of all", value: above, limit: excess.value },
        ...(agreements.length > 0
          ? [
              {
                what: "cosine between the gradients of a batch's halves",
                value: meanOf(agreements),
                limit: halves.value,
              },
            ]
          : []),
        { what: "mean loss of the last quarter, as a part of the quarter before", value: loss / before },
      ],
      remedies: remediesFor(seen, size),
      confidence: 0.92,
    };
  },
};

/** Those after the first sixteenth, when the direction is no longer plain. */
const turnsOf = (seen: Observations): readonly Turn[] =>
  probesAfter(seen, 1 / 16).flatMap(({ turn, loss, examples }) =>
    turn && Number.isFinite(turn.lossAfter) ? [{ ...turn, loss, examples }] : [],
  );

/** What a gradient moves in all, as a multiple of its first step, is 1/(1 − β). */
const momentumOf = ({ setup }: Observations): number => {
  const betas = Object.entries(setup.optimizer.hyperparameters)
    .filter(([name]) => /momentum\/beta$|\/beta1$/i.test(name))
    .map(([, beta]) => beta)
    .filter((beta) => beta >= 0 && beta < 1);
  return Math.max(0, ...betas);
};

const remediesFor = ({ setup, steps }: Observations, size: number): string[] => {
  const rate = steps.at(-1)?.learningRate ?? Number.NaN;
  const larger = Math.max(32, 8 * size);
  const together = Math.ceil(larger / size);
  return [
    `batches of ${larger}: noise falls as 1/batch`,
    `or take ${together} batches together where memory is short: accumulate(${together}, ${setup.optimizer.name}(…))`,
    ...(rate > 0
      ? [`or divide the learning rate by 8, at best towards the end of the run: ${showNumber(rate / 8)}`]
      : []),
    "or average the weights along the way: movingAverage, which leaves the run itself as it is",
  ];
};

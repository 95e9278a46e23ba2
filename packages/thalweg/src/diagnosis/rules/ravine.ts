import { showNumber } from "../describe.ts";
import { meanLossOver, updatesMade } from "../loss-course.ts";
import type { Observations } from "../observations.ts";
import type { Rule } from "../rule.ts";
import { thresholds } from "../thresholds.ts";

const { opposite, share, falls, slowest, fastest, left, halves, probes: fewest } = thresholds.ravine;

/** Zig-zag across a narrow valley: steps as long as its walls allow, and slow progress along its floor. */
export const ravine: Rule = {
  id: "ravine",
  severity: "warning",
  summary: "steps go back and forth across a valley while the loss falls slowly along it",
  causes: ["rate-too-low", "underfitting", "early-stopping-too-eager"],
  judge(seen) {
    // The first updates fall down the walls, in every run.
    const turns = seen.probes.flatMap(({ step, turn, loss }) =>
      turn && step >= 4 + seen.setup.steps && Number.isFinite(turn.cosine) ? [{ ...turn, step, loss }] : [],
    );
    if (turns.length < fewest.value || updatesMade(seen) < 60) return undefined;
    const back = turns.filter(({ cosine }) => cosine < opposite.value);
    const down = turns.filter(({ lossAfter, loss }) => lossAfter <= loss);
    if (back.length < share.value * turns.length || down.length < falls.value * turns.length) return undefined;
    const agreements = turns.flatMap((turn) => turn.halves ?? []);
    const agreement = agreements.reduce((sum, each) => sum + each, 0) / agreements.length;
    if (agreement < halves.value) return undefined;
    // It must not be over by now.
    if (!turns.slice(-5).some(({ cosine }) => cosine < opposite.value)) return undefined;
    const [before, loss] = [meanLossOver(seen, 0.5, 0.75), meanLossOver(seen, 0.75, 1)];
    const isSlow = loss <= slowest.value * before && loss >= fastest.value * before;
    if (!isSlow || loss < left.value * meanLossOver(seen, 0, 0.02)) return undefined;
    const ends = seen.probes.flatMap(({ curvature, learningRate }) =>
      curvature ? curvature.largest * learningRate : [],
    );
    const steps = [turns[0].step, turns[turns.length - 1].step] as const;
    return {
      sentence:
        `The run zig-zags in a ravine: in ${back.length} of ${turns.length} probes the gradient points back after the update, ` +
        `and the loss falls slowly, from ${showNumber(before)} to ${showNumber(loss)} in the last half of the updates so far.`,
      evidence: [
        {
          what: `part of the probes whose gradients before and after have a cosine below ${opposite.value}`,
          value: back.length / turns.length,
          limit: share.value,
          steps,
        },
        ...(ends.length > 0
          ? [{ what: "rate × largest curvature; plain descent bears 2", value: ends[ends.length - 1] }]
          : []),
        { what: "mean loss of the last quarter, as a part of the quarter before", value: loss / before },
      ],
      remedies: remediesFor(seen),
      confidence: 0.92,
    };
  },
};

const remediesFor = ({ setup, steps }: Observations): string[] => {
  const rate = steps.at(-1)?.learningRate ?? Number.NaN;
  const isPlain = setup.optimizer.stages.every((stage) => /^scaleByLearningRate|^clip/.test(stage));
  return [
    ...(isPlain
      ? [
          `momentum, which adds up along the valley and cancels across it: momentum({ learningRate: ${showNumber(rate / 2)}, beta: 0.9 })`,
        ]
      : [`half the rate with the same momentum${Number.isFinite(rate) ? `: ${showNumber(rate / 2)}` : ""}`]),
    "a rate for each weight: adam({ learningRate: 0.001 })",
    "take the ravine away: standardize inputs, drop or decorrelate features that say the same, put batchNorm() or layerNorm() between layers",
    "a lower rate alone does not help: it ends the zig-zag, and slows the way along the valley as well",
  ];
};

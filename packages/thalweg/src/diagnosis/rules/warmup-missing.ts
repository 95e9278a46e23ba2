import { showNumber } from "../describe.ts";
import { leavingOf, startOf } from "../leaving.ts";
import { meanLossOver, updatesMade } from "../loss-course.ts";
import type { Observations, SeenStep } from "../observations.ts";
import type { Rule } from "../rule.ts";
import { thresholds } from "../thresholds.ts";
import { raisingProbes, strideOf, type TurningProbe, turningProbes } from "../turning.ts";

const { begin, excess, learned, lengthened } = thresholds["warmup-missing"];
const { stride, first, raises, thrown, turns, left } = thresholds["rate-too-high"];
/** Stages that divide by averages of squares, which begin at 0 and may not be corrected for it. */
const averaging = /^scaleBy(Centered|Factored)?Rms|^scaleBy(Adam|AmsGrad)/;

/**
 * The first updates throw the loss far up, although updates at the same rate do no harm later, and the run learns by them:
 * the rate suits all of the run but its beginning.
 */
export const warmupMissing: Rule = {
  id: "warmup-missing",
  severity: "warning",
  summary: "a rate that throws the run far back at its first updates, and does no harm later",
  causes: [
    "non-finite-value",
    "dead-units",
    "saturated-units",
    "rate-too-high",
    "clipping-always-active",
    "saddle",
    "ravine",
    "noisy-gradient",
    "plateau",
    "class-imbalance",
    "underfitting",
  ],
  judge(seen) {
    const { setup } = seen;
    if (setup.steps > 0 || !beginsAtPeak(seen) || leavingOf(seen)) return undefined;
    const throwing = worstOf(raisingProbes(seen.probes.slice(0, first.value)));
    const excursion = excursionOf(seen);
    if (!throwing || !excursion || !(meanLossOver(seen, 0.9, 1) < learned.value * excursion.start)) return undefined;
    const rate = throwing.learningRate;
    const later = turningProbes(seen.probes).filter(
      ({ step, learningRate }) => step > 2 * excursion.back && learningRate >= begin.value * rate,
    );
    if (later.length < turns.value) return undefined;
    const raising = raisingProbes(later).filter(({ loss }) => loss > left.value * excursion.start).length;
    const length = lengthOf(throwing);
    const isLengthened = setup.optimizer.stages.some((stage) => averaging.test(stage)) && length > lengthened.value;
    if (raising >= raises.value * later.length || (strideOf(throwing) > stride.value && !isLengthened))
      return undefined;
    const warm = Math.max(20, Math.round((setup.updates ?? 1000) / 10));
    const up = throwing.turn.lossAfter / throwing.loss;
    return {
      sentence:
        `There is no warmup: update ${throwing.step} raised the loss of its own batch from ${showNumber(throwing.loss)} to ` +
        `${showNumber(throwing.turn.lossAfter)}, and it took until update ${excursion.back} to come back to ` +
        `${showNumber(excursion.start)}. The rate suits later: ${raising} of ${later.length} later updates looked at raised theirs.`,
      evidence: [
        {
          what: "loss of the batch after one of the first updates, in that before",
          value: up,
          limit: thrown.value,
          steps: [throwing.step, throwing.step],
        },
        {
          what: "loss above that of the start, over the planned updates, in that of the start",
          value: excursion.excess,
          limit: excess.value,
          steps: [1, excursion.back],
        },
        {
          what: "part of the later updates that raised the loss of their own batch",
          value: raising / later.length,
          limit: raises.value,
          steps: [later[0].step, later[later.length - 1].step],
        },
        ...(isLengthened
          ? [{ what: "change of a weight by that update, in the rate", value: length, limit: lengthened.value }]
          : [
              { what: "length of that update, in that of the weights", value: strideOf(throwing), limit: stride.value },
            ]),
      ],
      remedies: [
        `raise the rate over the first ${warm} updates: warmup(${warm}, ${showNumber(rate)})`,
        ...(isLengthened
          ? ["or let the optimizer correct its averages for their beginning at 0: biasCorrection: true, or adam"]
          : []),
        "or put layerNorm() or batchNorm() between the layers, which makes the beginning flatter",
      ],
      confidence: 0.9,
    };
  },
};

const beginsAtPeak = ({ setup: { rates } }: Observations): boolean => {
  const peak = rates.reduce((most, { rate }) => Math.max(most, rate), 0);
  return rates.length > 0 && rates[0].rate >= begin.value * peak;
};

const worstOf = (raising: readonly TurningProbe[]): TurningProbe | undefined =>
  raising
    .filter(({ loss, turn }) => turn.lossAfter > thrown.value * loss)
    .sort((a, b) => b.turn.lossAfter / b.loss - a.turn.lossAfter / a.loss)[0];

/** The loss's way up and back to where it began; undefined where it costs little or does not come back. */
const excursionOf = (seen: Observations) => {
  const start = startOf(seen);
  const made = updatesMade(seen);
  const begins = seen.steps.filter(({ step }) => step <= made / 2);
  const top = begins.reduce<SeenStep | undefined>(
    (most, each) => (each.loss > (most?.loss ?? 0) ? each : most),
    undefined,
  );
  if (!top) return undefined;
  const back = seen.steps.find(({ step, loss }) => step > top.step && loss <= start)?.step;
  if (back === undefined) return undefined;
  const above = seen.steps.reduce(
    (sum, { step, loss }) => (step < back ? sum + Math.max(0, loss / start - 1) : sum),
    0,
  );
  const share = above / Math.max(made, seen.setup.updates ?? made);
  return share > excess.value ? { start, back, excess: share } : undefined;
};

/** Root mean square of a weight's change, in the rate: 1 for Adam's first update, 1/√(1 − ρ) for that of RMSProp. */
const lengthOf = ({ updateNorm, learningRate, parameters }: TurningProbe): number =>
  updateNorm / (learningRate * Math.sqrt(parameters.reduce((sum, { size }) => sum + size, 0)));

import { showNumber } from "../describe.ts";
import { startOf } from "../leaving.ts";
import { hasProgressed, meanLossOver, updatesMade } from "../loss-course.ts";
import { medianOf } from "../median.ts";
import type { Observations } from "../observations.ts";
import type { Rule, Verdict } from "../rule.ts";
import { thresholds } from "../thresholds.ts";
import { bendOf, strideOf, type TurningProbe, turningProbes } from "../turning.ts";

const { bend, stride, turns, updates, high, low, falling, fall } = thresholds["rate-too-low"];

/** Steps so short that the slope is the same at their end, while there is still far to go. */
export const rateTooLow: Rule = {
  id: "rate-too-low",
  severity: "warning",
  summary: "updates far shorter than the loss bends, although it is high and falls",
  causes: ["plateau", "saddle", "ravine", "noisy-gradient", "underfitting"],
  judge(seen) {
    const made = updatesMade(seen);
    if (isIdle(seen)) return idle(seen);
    const [start, now] = [startOf(seen), meanLossOver(seen, 0.9, 1)];
    // A part of the way may be made at any rate: a loss that still falls fast has more to come.
    const isHigh = now > high.value * start || (now > low.value * start && hasProgressed(seen, 1 - falling.value));
    if (made < updates.value || !isHigh) return undefined;
    const at = atFullRate(seen);
    if (at.length < turns.value) return undefined;
    const bent = Math.max(1e-6, medianOf(at.map(({ turn }) => Math.abs(bendOf(turn)))));
    const length = medianOf(at.map(strideOf));
    if (!(bent < bend.value && length < stride.value)) return undefined;
    const factor = 10 ** Math.min(6, Math.max(1, Math.round(2 * Math.log10(0.3 / bent)) / 2));
    const gain = (fallOf(at) * factor * made) / now;
    if (!(gain > fall.value)) return undefined;
    const rounded = Number(factor.toPrecision(1));
    const rate = Math.max(...at.map(({ learningRate }) => learningRate));
    const steps: readonly [number, number] = [at[0].step, at[at.length - 1].step];
    return {
      sentence:
        `The learning rate is too low: after ${made} updates the loss is ${showNumber(now)}, after ${showNumber(start)} at the start, and ` +
        `an update goes only ${showNumber(100 * bent)} % of the way to the lowest place in its direction.`,
      evidence: [
        {
          what: "way that an update goes to the lowest place in its direction, as a part",
          value: bent,
          limit: bend.value,
          steps,
        },
        { what: "length of an update, in that of the weights", value: length, limit: stride.value, steps },
      ],
      remedies: [
        ...(Number.isFinite(rate) ? [`multiply the learning rate by ${rounded}: ${showNumber(rate * rounded)}`] : []),
        "let findLearningRate measure how high the rate can be",
      ],
      confidence: bent < bend.value / 3 ? 0.9 : 0.75,
    };
  },
};

/** Whether updates change nothing, though there are gradients. */
const isIdle = ({ probes, setup }: Observations): boolean =>
  probes.length >= idleProbes &&
  setup.optimizer.frozen.length === 0 &&
  probes.every(
    ({ updateNorm, gradientNorm, learningRate }) => learningRate === 0 && updateNorm === 0 && gradientNorm > 0,
  );

/** A warmup begins at 0 and has left it by then. */
const idleProbes = 4;

const idle = ({ probes }: Observations): Verdict => ({
  sentence: `Updates change nothing: the learning rate is 0 at all ${probes.length} probes.`,
  evidence: [{ what: "length of an update", value: 0, steps: [probes[0].step, probes[probes.length - 1].step] }],
  remedies: ["give the optimizer a rate: its own is a good start"],
  confidence: 1,
  severity: "error",
});

/** Where the rate is near its peak: warmups and decayed rates are to be low. */
const atFullRate = ({ setup, probes }: Observations): readonly TurningProbe[] => {
  const planned = setup.rates.map(({ rate }) => rate);
  const peak = Math.max(0, ...planned, ...probes.map(({ learningRate }) => learningRate));
  return turningProbes(probes).filter(({ learningRate }) => !(learningRate < 0.5 * peak));
};

/** What the loss of all data falls by in an update, to first order: the part of the slope that is no noise of the batch. */
const fallOf = (probes: readonly TurningProbe[]): number => {
  const slopes = probes.map(({ turn }) => -turn.slopeBefore);
  const told = probes.filter(({ turn }) => turn.signal !== undefined);
  const signal = told.reduce((sum, { turn }) => sum + (turn.signal ?? 0), 0);
  const whole = told.reduce((sum, { gradientNorm }) => sum + gradientNorm ** 2, 0);
  const part = whole > 0 ? Math.max(0, signal / whole) : 1;
  return medianOf(slopes) * part;
};

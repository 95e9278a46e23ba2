import type { Probe } from "../../training/index.ts";
import { showNumber } from "../describe.ts";
import { leavingOf, startOf } from "../leaving.ts";
import { meanLossOver } from "../loss-course.ts";
import type { Rule } from "../rule.ts";
import { thresholds } from "../thresholds.ts";
import { bendOf, raisingProbes, strideOf, turningProbes } from "../turning.ts";

const { stride, first, raises, overshoots, turns, left, thrown } = thresholds["rate-too-high"];

/** Updates that go past the lowest place in their direction, and up the other side, so that the loss bounces. */
export const rateTooHigh: Rule = {
  id: "rate-too-high",
  severity: "warning",
  summary: "updates that raise the loss of their own batch, so that it bounces or stays high",
  causes: [
    "dead-units",
    "saturated-units",
    "frozen-parameters",
    "clipping-always-active",
    "saddle",
    "ravine",
    "noisy-gradient",
    "plateau",
    "class-imbalance",
    "underfitting",
    "overfitting",
  ],
  judge(seen) {
    if (leavingOf(seen)) return undefined;
    const turning = turningProbes(seen.probes);
    if (turning.length < turns.value) return undefined;
    const start = startOf(seen);
    const now = meanLossOver(seen, 0.9, 1);
    if (!(now > left.value * start)) return undefined;
    const raising = raisingProbes(seen.probes);
    const early = seen.probes.slice(0, first.value);
    const leaps = early.filter((probe) => strideOf(probe) > stride.value && isThrown(probe));
    const part = raising.length / turning.length;
    const past = turning.filter(({ turn }) => bendOf(turn) > 1).length / turning.length;
    const bounces = part >= raises.value && past >= overshoots.value && now > 0.5 * start;
    if (leaps.length === 0 && !bounces) return undefined;
    const longest = Math.max(...early.map(strideOf));
    const rate = Math.max(...seen.probes.map(({ learningRate }) => learningRate));
    const factor = leaps.length === 0 ? 3 : longest > 10 * stride.value ? 100 : longest > 2 * stride.value ? 30 : 10;
    const steps: readonly [number, number] = [turning[0].step, turning[turning.length - 1].step];
    return {
      sentence:
        leaps.length > 0
          ? `The learning rate is too high: early updates are up to ${showNumber(longest)} times as long as the weights themselves, and ` +
            `${raising.length} of ${turning.length} updates looked at raised the loss of their own batch, ${worstOf(raising)}.`
          : `The learning rate is too high: ${raising.length} of ${turning.length} updates looked at raised the loss of their own batch, ` +
            `${worstOf(raising)}, and the loss is ${showNumber(now)} after ${showNumber(start)} at the start.`,
      evidence: [
        ...(leaps.length > 0
          ? [{ what: "length of an early update, in that of the weights", value: longest, limit: stride.value }]
          : []),
        {
          what: "part of the updates that raised the loss of their own batch",
          value: part,
          limit: raises.value,
          steps,
        },
        { what: "part that went past the lowest place on their way", value: past, limit: overshoots.value, steps },
      ],
      remedies: [
        ...(Number.isFinite(rate) ? [`divide the learning rate by ${factor}: ${showNumber(rate / factor)}`] : []),
        "let findLearningRate measure the largest rate that the model bears",
      ],
      confidence: leaps.length > 0 ? 0.9 : 0.7,
    };
  },
};

const isThrown = ({ loss, turn }: Probe): boolean => turn !== undefined && !(turn.lossAfter <= thrown.value * loss);

const worstOf = (raising: readonly Probe[]): string => {
  const jumps = raising.map(({ step, loss, turn }) => ({ step, loss, after: turn?.lossAfter ?? loss }));
  const worst = jumps.reduce((most, jump) => (jump.after / jump.loss > most.after / most.loss ? jump : most));
  return `update ${worst.step} from ${showNumber(worst.loss)} to ${showNumber(worst.after)}`;
};

import { showNumber } from "../describe.ts";
import { startOf } from "../leaving.ts";
import { meanLossOver, updatesMade } from "../loss-course.ts";
import type { SeenStep } from "../observations.ts";
import type { Rule } from "../rule.ts";
import { thresholds } from "../thresholds.ts";

const { low, remaining, waited, high, ahead, sure, brief } = thresholds["schedule-decays-too-early"];

/** The rate is all but 0 while the loss was still falling and much of the run is to come. */
export const scheduleDecaysTooEarly: Rule = {
  id: "schedule-decays-too-early",
  severity: "warning",
  summary: "a rate that is near 0 while the loss still fell and much of the run remains",
  causes: ["rate-too-low", "vanishing-gradients", "saddle", "ravine", "plateau", "noisy-gradient", "underfitting"],
  judge(seen) {
    const { setup, steps } = seen;
    const made = updatesMade(seen);
    const total = Math.max(made, (setup.updates ?? 0) - setup.steps);
    const peak = steps.reduce((most, { learningRate }) => Math.max(most, learningRate), 0);
    const limit = low.value * peak * (1 + 1e-6);
    const place = steps.findLastIndex(({ learningRate }) => learningRate > limit) + 1;
    if (!(peak > 0) || place === 0 || place >= steps.length) return undefined;
    const end = steps[place].step - setup.steps;
    const left = total - end;
    if (!(left >= remaining.value * total && made - end >= waited.value * total)) return undefined;
    const planned = setup.rates.filter(({ update }) => update > setup.steps + made);
    if (planned.some(({ rate }) => rate > limit)) return undefined;
    const [start, now] = [startOf(seen), meanLossOver(seen, 0.9, 1)];
    if (!(now > high.value * start)) return undefined;
    // A short course bends by itself at its end; over a long one, the first fall is over early.
    const short = end < brief.value * total;
    const from = short ? 0 : Math.floor(place / 3);
    const trend = trendOf(steps.slice(from, place));
    const gain = (-trend.slope * left) / now;
    // Over so short a course a loss may fall, and its batches hide it.
    const possible = ((sure.value * trend.error - trend.slope) * left) / now;
    const holds = short ? possible > ahead.value : gain > ahead.value && -trend.slope > sure.value * trend.error;
    if (!holds) return undefined;
    return {
      sentence:
        `The learning rate is near 0 too early: from update ${setup.steps + end} on it is at most ${showNumber(100 * low.value)} % of its peak ` +
        `${showNumber(peak)}, ${gain > ahead.value ? "while the loss was still falling" : "before the loss could show whether it falls"}, and ${left} of ${total} updates remain at a loss of ${showNumber(now)}.`,
      evidence: [
        {
          what: "part of the updates that remain at a rate near 0",
          value: left / total,
          limit: remaining.value,
          steps: [setup.steps + end, setup.steps + total],
        },
        {
          what: "fall of the loss in an update, before",
          value: -trend.slope,
          steps: [steps[from].step, steps[place - 1].step],
        },
      ],
      remedies: [
        `let the schedule end with the run: cosine({ peak: ${showNumber(peak)}, total: ${total} })`,
        `or end the run with the schedule, after about ${end} updates, if the loss is low enough`,
        "count the schedule's length in updates of the whole run, not of one epoch",
      ],
      confidence: 0.9,
    };
  },
};

/** The line of least squares through losses: what they change in an update, and the standard error of that. */
const trendOf = (steps: readonly SeenStep[]): { readonly slope: number; readonly error: number } => {
  const told = steps.filter(({ loss, skipped }) => skipped === undefined && Number.isFinite(loss));
  const count = told.length;
  if (count < 3) return { slope: 0, error: 0 };
  const mean = (of: (step: SeenStep) => number): number => told.reduce((sum, step) => sum + of(step), 0) / count;
  const [middle, level] = [mean(({ step }) => step), mean(({ loss }) => loss)];
  const spread = mean(({ step }) => (step - middle) ** 2);
  const slope = mean(({ step, loss }) => (step - middle) * (loss - level)) / spread;
  const rest = mean(({ step, loss }) => (loss - level - slope * (step - middle)) ** 2);
  return { slope, error: Math.sqrt(rest / (spread * (count - 2))) };
};

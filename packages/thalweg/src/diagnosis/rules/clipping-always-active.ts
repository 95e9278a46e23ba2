import { showNumber } from "../describe.ts";
import { probesAfter } from "../loss-course.ts";
import { medianOf } from "../median.ts";
import type { Observations } from "../observations.ts";
import type { Rule } from "../rule.ts";
import { thresholds } from "../thresholds.ts";

const { factor, strong, share, probes: fewest } = thresholds["clipping-always-active"];

/** Stages after which the length of the gradient no longer matters, so that a clip costs next to nothing. */
const lengthless = /adam|adagrad|rms|lion|sign|muon|orthogonal|shampoo|normali|adafactor|sophia/i;

/** Gradients shortened at nearly every update, late ones too: the clip sets the length of the step, and not the rate. */
export const clippingAlwaysActive: Rule = {
  id: "clipping-always-active",
  severity: "warning",
  summary: "gradients far longer than the clip throughout the run",
  causes: ["rate-too-low", "plateau", "schedule-decays-too-early", "underfitting"],
  judge(seen) {
    const clip = clipOf(seen);
    const late = probesAfter(seen, 1 / 3);
    if (clip === undefined || late.length < fewest.value) return undefined;
    const times = (probes: Observations["probes"]) => probes.map(({ gradientNorm }) => gradientNorm / clip);
    const isActive = (ratios: readonly number[]) =>
      ratios.filter((ratio) => ratio > factor.value).length >= share.value * ratios.length;
    const all = times(seen.probes);
    if (!isActive(all) || !isActive(times(late))) return undefined;
    const middle = medianOf(times(late));
    const harmless = seen.setup.optimizer.stages.some((stage) => lengthless.test(stage)) || middle < strong.value;
    const rate = seen.steps.at(-1)?.learningRate ?? Number.NaN;
    const norm = medianOf(seen.probes.map(({ gradientNorm }) => gradientNorm));
    return {
      sentence:
        `Gradients are clipped all the time: in the later part of the run their norm is ${showNumber(middle)} times the clip of ` +
        `${showNumber(clip)}, so that the clip sets the length of the steps` +
        `${Number.isFinite(rate) ? ` and the rate of ${showNumber(rate)} works as ${showNumber(rate / middle)}` : ""}.`,
      evidence: [
        {
          what: "gradient norm, as a multiple of the clip, the median of later probes",
          value: middle,
          limit: factor.value,
          steps: [late[0].step, late[late.length - 1].step],
        },
        {
          what: "part of all probes at which it was clipped that much",
          value: all.filter((ratio) => ratio > factor.value).length / all.length,
          limit: share.value,
        },
      ],
      remedies: [
        `a clip that only catches outliers, about twice the usual norm: ${showNumber(2 * norm)}`,
        "or no clip, where the run is stable without one",
        "if steps of one length are what you want, say so with the rate: normalize gradients and lower the rate by a schedule",
      ],
      confidence: middle > 2 * factor.value ? 0.95 : 0.8,
      ...(harmless && { severity: "advice" as const }),
    };
  },
};

/** Of the Trainer, or of an optimizer that clips before all else. */
const clipOf = ({ setup: { clip, optimizer } }: Observations): number | undefined => {
  if (clip !== undefined) return clip;
  return optimizer.stages[0] === "clipByGlobalNorm" ? optimizer.hyperparameters["clipByGlobalNorm/norm"] : undefined;
};

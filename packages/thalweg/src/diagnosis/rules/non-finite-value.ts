import type { NonFinite } from "../../training/index.ts";
import { showNumber } from "../describe.ts";
import type { Evidence } from "../finding.ts";
import { medianOf } from "../median.ts";
import type { Observations } from "../observations.ts";
import type { Rule } from "../rule.ts";
import { thresholds } from "../thresholds.ts";
import { type Arising, arising } from "./arising.ts";

const { loss: lossGrowth, weights: weightGrowth, skipped: most } = thresholds["non-finite-value"];

/**
 * NaN or ∞: where it arose first, and what makes that operation give it. A run whose loss or weights had grown beyond all
 * bounds before is diverging, and the value that overflowed is only where that ended.
 */
export const nonFiniteValue: Rule = {
  id: "non-finite-value",
  severity: "error",
  summary: "a value that is NaN or infinite: in the data, a layer, the loss or a gradient",
  // A run that leaves its batches out learns nothing, and looks accordingly.
  causes: [
    "labels-shuffled",
    "frozen-parameters",
    "noisy-gradient",
    "saddle",
    "rate-too-low",
    "plateau",
    "class-imbalance",
    "underfitting",
  ],
  judge(seen) {
    const { steps, nonFinite, setup } = seen;
    const out = steps.filter(({ skipped }) => skipped !== undefined);
    if (!nonFinite && out.length === 0) return undefined;
    const part = steps.length === 0 ? 1 : out.length / steps.length;
    const grown = growthBefore(seen);
    const told = nonFinite ? arising(nonFinite, setup.data) : unlocated(out[0].step);
    const rate = steps.find(({ learningRate }) => learningRate > 0)?.learningRate ?? Number.NaN;
    return {
      ...(part < most.value && { severity: "warning" }),
      sentence:
        told.sentence +
        (grown ? ` Before that ${grown.what} had grown ${showNumber(grown.times)} times: the run was diverging.` : "") +
        (out.length > 1
          ? ` ${out.length} of ${steps.length} batches were left out for such values.`
          : " The batch was left out."),
      evidence: [
        ...(nonFinite ? [evidenceOf(nonFinite)] : []),
        { what: "part of the batches left out", value: part },
        ...(grown ? [{ what: `growth of ${grown.what} before`, value: grown.times, limit: grown.limit }] : []),
      ],
      remedies: grown
        ? [
            ...(Number.isFinite(rate) ? [`divide the learning rate by 10: ${showNumber(rate / 10)}`] : []),
            "clip the gradient: clip: 1 in the Trainer's options",
            ...told.remedies,
          ]
        : told.remedies,
      confidence: grown ? 0.5 : 0.97,
    };
  },
};

interface Growth {
  readonly what: string;
  readonly times: number;
  readonly limit: number;
}

/** How far loss or weights had grown before the first value that is not finite. */
const growthBefore = ({ steps, probes, nonFinite }: Observations): Growth | undefined => {
  const first = nonFinite?.step ?? Number.POSITIVE_INFINITY;
  const losses = steps.flatMap(({ step, loss, skipped }) => (skipped === undefined && step < first ? [loss] : []));
  if (losses.length > 1) {
    const times = losses[losses.length - 1] / medianOf(losses.slice(0, 3));
    if (times > lossGrowth.value) return { what: "the loss", times, limit: lossGrowth.value };
  }
  const norms = probes.filter(({ step }) => step < first).map(({ weightNorm }) => weightNorm);
  const times = norms.length > 1 ? norms[norms.length - 1] / norms[0] : 1;
  return times > weightGrowth.value ? { what: "the weights", times, limit: weightGrowth.value } : undefined;
};

const evidenceOf = ({ step, operation, layer, value }: NonFinite): Evidence => ({
  what: `first value that is not finite, ${layer === undefined ? "" : `in ${layer}, `}${operation}:`,
  value,
  steps: [step, step],
});

const unlocated = (step: number): Arising => ({
  sentence: `A value was NaN or infinite at the batch after update ${step}.`,
  remedies: ["check the data for NaN and infinite numbers", "divide the learning rate by 10"],
});

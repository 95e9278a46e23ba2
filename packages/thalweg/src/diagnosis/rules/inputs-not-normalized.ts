import type { DataFacts } from "../data-facts.ts";
import { showNumber } from "../describe.ts";
import type { Evidence } from "../finding.ts";
import type { Rule } from "../rule.ts";
import { thresholds } from "../thresholds.ts";

const { mean, size, smallness, ratio } = thresholds["inputs-not-normalized"];

/** Layers that set the scale of what comes in themselves. */
const normalizing: readonly string[] = ["batchNorm", "layerNorm", "rmsNorm", "groupNorm"];

interface Fault {
  readonly sentence: string;
  readonly evidence: Evidence;
  /** How far past its limit. */
  readonly excess: number;
}

/**
 * Inputs of a size that no rate suits: far from 0, hundreds or thousandths, or features in units that differ by orders of
 * magnitude. Pixels in [0, 1], one-hot inputs and ids are as they should be, and so is whatever meets a normalization first.
 */
export const inputsNotNormalized: Rule = {
  id: "inputs-not-normalized",
  severity: "warning",
  summary: "inputs far from mean 0 and deviation 1, or features of very different sizes",
  causes: [
    "non-finite-value",
    "initial-loss-off",
    "exploding-gradients",
    "dead-units",
    "saturated-units",
    "diverging",
    "rate-too-high",
    "rate-too-low",
    "warmup-missing",
    "clipping-always-active",
    "ravine",
    "plateau",
    "underfitting",
  ],
  judge({ setup }) {
    const { data, layers } = setup;
    const first = layers.find(({ kind }) => kind !== "flatten" && kind !== "reshape");
    if (!data || data.inputs.ids || (first && normalizing.includes(first.kind))) return undefined;
    const faults = faultsOf(data.inputs).sort((a, b) => b.excess - a.excess);
    if (faults.length === 0) return undefined;
    const [worst] = faults;
    return {
      sentence: worst.sentence,
      evidence: faults.map(({ evidence }) => evidence),
      remedies: [
        "standardize the inputs: standardizer(train) fits mean and deviation on the training data, apply it to all splits",
        ...(looksLikePixels(data.inputs) ? ["map pixels to [0, 1]: rescale(data)"] : []),
        "or begin the model with batchNorm()",
      ],
      confidence: worst.excess > 3 ? 0.95 : 0.7,
    };
  },
};

const faultsOf = (inputs: DataFacts["inputs"]): Fault[] => {
  const faults: Fault[] = [];
  const rootMeanSquare = Math.hypot(inputs.mean, inputs.deviation);
  const [least, most] = inputs.deviations;
  if (rootMeanSquare > size.value) {
    faults.push({
      sentence:
        `The inputs are large: they run from ${showNumber(inputs.smallest)} to ${showNumber(inputs.largest)} ` +
        `with mean ${showNumber(inputs.mean)} and deviation ${showNumber(inputs.deviation)}, where initial weights expect about 0 and 1.`,
      evidence: { what: "root mean square of the inputs", value: rootMeanSquare, limit: size.value },
      excess: rootMeanSquare / size.value,
    });
  } else if (Math.abs(inputs.mean) > 1 && Math.abs(inputs.mean) > mean.value * inputs.deviation) {
    faults.push({
      sentence:
        `The inputs are far from 0: their mean is ${showNumber(inputs.mean)} and their deviation ` +
        `only ${showNumber(inputs.deviation)}, so that all examples look alike.`,
      evidence: {
        what: "mean of the inputs, in their deviations",
        value: Math.abs(inputs.mean) / inputs.deviation,
        limit: mean.value,
      },
      excess: Math.abs(inputs.mean) / (mean.value * inputs.deviation),
    });
  } else if (most > 0 && rootMeanSquare < smallness.value) {
    faults.push({
      sentence:
        `The inputs are tiny: their deviation is ${showNumber(inputs.deviation)}, where initial weights expect about 1, ` +
        "so that gradients of the first layer are as small.",
      evidence: { what: "root mean square of the inputs", value: rootMeanSquare, limit: smallness.value },
      excess: smallness.value / rootMeanSquare,
    });
  }
  if (isInUnits(inputs) && most > ratio.value * least) {
    faults.push({
      sentence:
        `The features have very different sizes: deviations run from ${showNumber(least)} to ${showNumber(most)}, ` +
        "so that no one rate suits the weights of all.",
      evidence: { what: "ratio of the features' deviations", value: most / least, limit: ratio.value },
      excess: most / (ratio.value * least),
    });
  }
  return faults;
};

/** Rare features in [0, 1], such as one-hot ones and pixels at the rim, have small deviations and do no harm. */
const isInUnits = ({ smallest, largest }: DataFacts["inputs"]): boolean => !(smallest >= 0 && largest <= 1);

const looksLikePixels = ({ smallest, largest }: DataFacts["inputs"]): boolean =>
  smallest >= 0 && largest > 100 && largest <= 255;

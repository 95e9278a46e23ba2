import { showNumber } from "../describe.ts";
import type { Evidence } from "../finding.ts";
import { listed } from "../layers-in-depth.ts";
import { medianOf } from "../median.ts";
import type { Observations } from "../observations.ts";
import type { Rule } from "../rule.ts";
import { thresholds } from "../thresholds.ts";

const { examples: least } = thresholds["batch-norm-batch-of-one"];

/**
 * Batch normalization over one, two or three examples: with two, each number becomes +1 or −1 whatever it was, and what is
 * learned so does not fit the moving averages that predictions use. A dense layer's batch of one is refused before a fit
 * begins; that of a convolution has a variance, over places, and runs.
 */
export const batchNormBatchOfOne: Rule = {
  id: "batch-norm-batch-of-one",
  severity: "warning",
  summary: "batch normalization over batches of three examples or fewer",
  causes: [
    "diverging",
    "rate-too-high",
    "saddle",
    "ravine",
    "noisy-gradient",
    "rate-too-low",
    "plateau",
    "class-imbalance",
    "underfitting",
    "overfitting",
  ],
  judge(seen) {
    const normalized = seen.setup.layers.filter(({ kind }) => kind === "batchNorm").map(({ path }) => path);
    const size = batchOf(seen);
    if (normalized.length === 0 || size === undefined) return undefined;
    const names = listed(normalized);
    const { microBatches } = seen.setup.optimizer;
    if (size < least.value) {
      return {
        sentence:
          `${names} ${normalized.length === 1 ? "takes its" : "take their"} mean and deviation from batches of ${showExamples(size)}: ` +
          "these are mostly chance, so that training is noisy and predictions, which use moving averages, differ from it.",
        evidence: [
          { what: "examples of a batch", value: size, limit: least.value },
          ...(microBatches > 1 ? [{ what: "batches whose gradients make an update", value: microBatches }] : []),
          ...gapOf(seen),
        ],
        remedies: [
          `use larger batches: batchSize: 32${microBatches > 1 ? "; accumulate() makes the update's batch larger and not the normalization's" : ""}`,
          "or normalize each example by itself: layerNorm(), or groupNorm(8) after convolutions",
        ],
        // Then it may be the batches that are put together wrongly.
        confidence: microBatches > 1 ? 0.7 : 0.95,
      };
    }
    const short = lastBatch(seen);
    if (short === 0 || short >= least.value) return undefined;
    return {
      severity: "advice",
      sentence:
        `The last batch of each epoch has ${showExamples(short)} and the others ${size}: ${names} ` +
        `${normalized.length === 1 ? "moves its" : "move their"} averages by its chance values right before validation.`,
      evidence: [{ what: "examples of the last batch", value: short, limit: least.value }],
      remedies: ['leave the last batch out: remainder: "drop" in fit', "or choose a batchSize that leaves more over"],
      confidence: 0.8,
    };
  },
};

/** As set, and of a stream as seen. */
const batchOf = ({ setup, probes }: Observations): number | undefined => {
  if (setup.data && setup.batchSize !== "all") return setup.batchSize;
  return probes.length === 0 ? undefined : medianOf(probes.map(({ examples }) => examples));
};

/** Examples of the last batch of an epoch where it is shorter, or 0. */
const lastBatch = ({ setup: { data, batchSize, batchesPerEpoch } }: Observations): number => {
  if (!data || batchSize === "all" || batchesPerEpoch !== Math.ceil(data.examples / batchSize)) return 0;
  return data.examples % batchSize;
};

const showExamples = (count: number): string => (count === 1 ? "1 example" : `${showNumber(count)} examples`);

const gapOf = ({ epochs }: Observations): readonly Evidence[] => {
  const last = epochs[epochs.length - 1];
  if (!last?.validation) return [];
  return [
    { what: `loss of epoch ${last.epoch}, training`, value: last.loss },
    { what: `loss of epoch ${last.epoch}, validation`, value: last.validation.loss },
  ];
};

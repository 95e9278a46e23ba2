import { showNumber } from "../describe.ts";
import { courseOf } from "../rate-course.ts";
import type { Rule, Verdict } from "../rule.ts";
import type { Setup } from "../setup.ts";
import { thresholds } from "../thresholds.ts";

const { few, rest, agreement, normalized } = thresholds["accumulation-misconfigured"];

/** Batches taken together so that hardly an update is left, or with a schedule or a normalization that knows nothing of it. */
export const accumulationMisconfigured: Rule = {
  id: "accumulation-misconfigured",
  severity: "warning",
  summary: "more batches an update than an epoch has, a schedule counted in batches, or batch norm on tiny batches",
  causes: [
    "batch-norm-batch-of-one",
    "schedule-decays-too-early",
    "warmup-missing",
    "noisy-gradient",
    "rate-too-low",
    "plateau",
    "class-imbalance",
    "underfitting",
    "rate-too-high",
  ],
  judge({ setup }) {
    if (setup.optimizer.microBatches <= 1) return undefined;
    return fewUpdates(setup) ?? onTinyBatches(setup) ?? countedInBatches(setup);
  },
};

const fewUpdates = ({
  optimizer: { microBatches },
  batchesPerEpoch,
  epochs,
  batchSize,
  updates,
  steps,
  data,
}: Setup) => {
  if (batchesPerEpoch === undefined || updates === undefined || microBatches <= batchesPerEpoch) return undefined;
  const own = updates - steps;
  const batches = epochs * batchesPerEpoch;
  const fits = Math.max(1, Math.min(Math.floor(batchesPerEpoch / 8), Math.floor(batches / 100)));
  const examples = typeof batchSize === "number" ? microBatches * batchSize : undefined;
  return {
    sentence:
      `An update takes ${microBatches} batches, but an epoch has only ${batchesPerEpoch}: ` +
      `${epochs} epochs make ${own === 0 ? "not one update" : `${own} update${own === 1 ? "" : "s"}`}.`,
    evidence: [
      { what: "batches an update", value: microBatches, limit: batchesPerEpoch },
      { what: "updates of the whole run", value: own, limit: few.value },
      ...(examples !== undefined && data
        ? [{ what: "examples an update", value: examples, limit: data.examples }]
        : []),
    ],
    remedies: [
      fits === 1 ? "no accumulation: each batch its own update" : `fewer batches an update: accumulate(${fits}, …)`,
      `or more epochs: ${Math.ceil((few.value * microBatches) / batchesPerEpoch)} make ${few.value} updates`,
    ],
    confidence: 0.95,
    ...(own < few.value && { severity: "error" as const }),
  } satisfies Verdict;
};

const onTinyBatches = ({ layers, batchSize, optimizer: { microBatches } }: Setup) => {
  const layer = layers.find(({ kind }) => kind === "batchNorm");
  if (!layer || typeof batchSize !== "number" || batchSize > normalized.value) return undefined;
  return {
    sentence:
      `${layer.path} takes its mean and deviation from ${batchSize === 1 ? "a single example" : `${batchSize} examples`}: accumulation ` +
      `takes ${microBatches} batches together for the gradient, but normalizes each by itself.`,
    evidence: [{ what: "examples that a batch normalization sees", value: batchSize, limit: normalized.value }],
    remedies: [
      `larger batches, fewer of them: batchSize ${16 * batchSize} and accumulate(${Math.max(1, Math.round(microBatches / 16))}, …)`,
      "or a normalization that looks at each example alone: layerNorm() or groupNorm()",
    ],
    confidence: 0.95,
  } satisfies Verdict;
};

const countedInBatches = ({ optimizer: { microBatches }, rates, updates }: Setup): Verdict | undefined => {
  if (updates === undefined || rates.length < 8) return undefined;
  const course = courseOf(rates);
  const [{ rate: end }] = rates.slice(-1);
  const remedies = [
    `count the schedule in updates, not in batches: total: ${updates}`,
    `that is batches divided by ${microBatches}; updatesPerEpoch(data, batchSize) counts batches, too`,
  ];
  if (course === "rising") {
    return {
      sentence:
        `The rate is still warming up when the run ends: it rises to ${showNumber(end)} at update ${updates}, the last one. ` +
        `The schedule counts updates, and an update takes ${microBatches} batches.`,
      evidence: [{ what: "rate at the last update", value: end, steps: [1, updates] }],
      remedies,
      confidence: 0.9,
    };
  }
  if (course === undefined || end < rest.value * course.peak) return undefined;
  const stretch = course.totals
    .map((total) => total / updates)
    .find((times) => Math.abs(times / microBatches - 1) < agreement.value);
  if (stretch === undefined) return undefined;
  return {
    sentence:
      `The schedule is ${showNumber(stretch)} times as long as the run: the rate ends at ${showNumber(end)}, ` +
      `${showNumber((100 * end) / course.peak)} % of its peak. It counts updates, and an update takes ${microBatches} batches.`,
    evidence: [
      { what: "rate at the last update, as a part of the peak", value: end / course.peak, limit: rest.value },
      { what: "length of the schedule, in planned updates", value: stretch, limit: 1 },
    ],
    remedies,
    confidence: 0.9,
    severity: "advice",
  };
};

/** What rules know, in the order in which findings of equal weight are told: causes before what follows from them. */
export const findingIds = [
  "non-finite-value",
  "labels-shuffled",
  "inputs-not-normalized",
  "initial-loss-off",
  "frozen-parameters",
  "bias-before-batch-norm",
  "batch-norm-batch-of-one",
  "accumulation-misconfigured",
  "exploding-gradients",
  "vanishing-gradients",
  "dead-units",
  "saturated-units",
  "diverging",
  "rate-too-high",
  "warmup-missing",
  "decay-too-strong",
  "clipping-always-active",
  "schedule-decays-too-early",
  "early-stopping-too-eager",
  "saddle",
  "ravine",
  "noisy-gradient",
  "rate-too-low",
  "plateau",
  "class-imbalance",
  "underfitting",
  "overfitting",
] as const;

export type FindingId = (typeof findingIds)[number];

/** error: the run cannot come to anything; warning: it costs much; advice: worth knowing, and often harmless. */
export const severities = ["error", "warning", "advice"] as const;

export type Severity = (typeof severities)[number];

/** A number that a finding rests on. */
export interface Evidence {
  /** What was measured, with its unit: `gradient norm`, `loss at update 40`. */
  readonly what: string;
  readonly value: number | string;
  /** What it was compared with, where that is one number. */
  readonly limit?: number;
  /** The updates it was seen at: the first and the last. */
  readonly steps?: readonly [first: number, last: number];
}

/** What is wrong with a run, how that shows, and what to do. */
export interface Finding {
  readonly id: FindingId;
  readonly severity: Severity;
  /** One plain sentence with the numbers that matter. */
  readonly sentence: string;
  readonly evidence: readonly Evidence[];
  /** What to do, the best first, as one would say it: `divide the learning rate by 10: 0.01`. */
  readonly remedies: readonly string[];
  /** How sure the rule is, 0 to 1. */
  readonly confidence: number;
  /** Page of the documentation: `docs/findings/rate-too-high.md`. */
  readonly page: string;
  /** The finding that most likely brought this one about. */
  readonly follows?: FindingId;
}

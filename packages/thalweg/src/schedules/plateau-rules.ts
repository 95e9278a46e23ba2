/** How libraries differ in what a plateau is. */

/** Whose rule: our own, or that of PyTorch, Keras or Optax. */
export type PlateauRuleName = (typeof plateauRuleNames)[number];

export const plateauRuleNames = ["thalweg", "torch", "keras", "optax"] as const;

export type PlateauMode = "min" | "max";

/** How much better a value must be: by `threshold`·best and by `minDelta` on top. */
export interface Margin {
  readonly threshold: number;
  readonly minDelta: number;
}

export interface Reduction {
  readonly factor: number;
  readonly floor: number;
}

export interface PlateauRule {
  /** What `threshold` and `minDelta` are unless given. */
  readonly margin: Margin;
  /** The value from which on a metric that should fall is no improvement on `best`. */
  readonly limit: (best: number, margin: Margin) => number;
  /** The same for one that should rise; left out where the library has none. */
  readonly risingLimit?: (best: number, margin: Margin) => number;
  /** How many values in a row without improvement end the patience. */
  readonly waits: (patience: number) => number;
  /** How many values after a reduction are not counted. */
  readonly rests: (cooldown: number) => number;
  /** Whether a value may be reduced at all. */
  readonly canReduce: (value: number, reduction: Reduction) => boolean;
  readonly reduced: (value: number, reduction: Reduction) => number;
}

/** Never up, even where the value lies below the floor already. */
const reduced = (value: number, { factor, floor }: Reduction): number =>
  Math.max(value * factor, Math.min(floor, value));

const always = (): boolean => true;
const atLeastOne = (patience: number): number => Math.max(1, patience);
const asGiven = (count: number): number => count;

/** PyTorch leaves a value alone that a reduction would change by no more than this. */
const smallestChange = 1e-8;

export const plateauRules: Readonly<Record<PlateauRuleName, PlateauRule>> = {
  thalweg: {
    margin: { threshold: 1e-4, minDelta: 0 },
    limit: (best, { threshold, minDelta }) => best - threshold * Math.abs(best) - minDelta,
    risingLimit: (best, { threshold, minDelta }) => best + threshold * Math.abs(best) + minDelta,
    waits: atLeastOne,
    rests: asGiven,
    canReduce: always,
    reduced,
  },
  torch: {
    margin: { threshold: 1e-4, minDelta: 0 },
    // On the wrong side of a best below 0: −1·(1 − 0.1) = −0.9, so a worse value counts as an improvement.
    limit: (best, { threshold, minDelta }) => best * (1 - threshold) - minDelta,
    risingLimit: (best, { threshold, minDelta }) => best * (threshold + 1) + minDelta,
    waits: (patience) => patience + 1,
    rests: asGiven,
    canReduce: always,
    reduced: (value, { factor, floor }) => {
      const next = Math.max(value * factor, floor);
      return value - next > smallestChange ? next : value;
    },
  },
  keras: {
    margin: { threshold: 0, minDelta: 1e-4 },
    limit: (best, { minDelta }) => best - minDelta,
    risingLimit: (best, { minDelta }) => best + minDelta,
    waits: atLeastOne,
    // It counts down before it looks, so that the last value of a cooldown is counted again.
    rests: (cooldown) => Math.max(0, cooldown - 1),
    canReduce: (value, { floor }) => value > Math.fround(floor),
    reduced,
  },
  optax: {
    margin: { threshold: 1e-4, minDelta: 0 },
    // As PyTorch's, on the wrong side of a best below 0.
    limit: (best, { threshold, minDelta }) => (1 - threshold) * best - minDelta,
    waits: asGiven,
    rests: asGiven,
    canReduce: always,
    reduced,
  },
};

import { ThalwegError } from "../errors/thalweg-error.ts";
import { Generator } from "../random/index.ts";
import { type Dataset, exampleCount, select } from "./dataset.ts";

export interface SplitOptions {
  /** Fraction held out for validation, in (0, 1). */
  readonly validation: number;
  readonly seed?: number;
  /** Hold out the same fraction of every class, as nearly as whole examples allow. */
  readonly stratify?: boolean;
}

/** How many examples each group gives, by largest remainder, so that the total is `wanted`. */
const shares = (sizes: readonly number[], fraction: number, wanted: number): number[] => {
  const exact = sizes.map((size) => size * fraction);
  const counts = exact.map(Math.floor);
  const byRemainder = exact
    .map((share, group) => ({ group, remainder: share - Math.floor(share) }))
    .sort((a, b) => b.remainder - a.remainder || a.group - b.group);
  let missing = wanted - counts.reduce((sum, count) => sum + count, 0);
  for (const { group } of byRemainder) {
    if (missing <= 0) break;
    counts[group] += 1;
    missing -= 1;
  }
  return counts;
};

export const labelsOf = ({ targets }: Dataset, what: string): Int32Array => {
  if (targets.values instanceof Int32Array && targets.shape.length === 1) return targets.values;
  throw new ThalwegError("argument", `${what}: stratify needs int32 class labels [examples] as targets`);
};

/** The first `held` of `order`, or the first share of every class in that order. */
const heldOut = (
  source: Dataset,
  order: Int32Array,
  held: number,
  { validation, stratify }: SplitOptions,
): Set<number> => {
  if (stratify !== true) return new Set(order.subarray(0, held));
  const labels = labelsOf(source, "split");
  const groups = new Map<number, number[]>();
  for (const index of order) {
    const label = labels[index];
    const group = groups.get(label) ?? [];
    group.push(index);
    groups.set(label, group);
  }
  const sorted = [...groups].sort(([a], [b]) => a - b).map(([, members]) => members);
  const counts = shares(
    sorted.map((members) => members.length),
    validation,
    held,
  );
  return new Set(sorted.flatMap((members, group) => members.slice(0, counts[group])));
};

/**
 * Divides a data set into examples to fit and examples to validate on, by a seeded permutation.
 * Test data has no place here: it never selects anything.
 *
 * @example
 * const { train: fitting, validation } = split(train, { validation: 0.1, seed: 0 });
 */
export const split = (source: Dataset, options: SplitOptions): { train: Dataset; validation: Dataset } => {
  const { validation, seed = 0 } = options;
  const count = exampleCount(source);
  if (!(validation > 0 && validation < 1)) {
    throw new ThalwegError("argument", `split: validation must be a fraction in (0, 1), got ${validation}`);
  }
  const held = Math.round(count * validation);
  if (held === 0 || held === count) {
    throw new ThalwegError(
      "argument",
      `split: validation ${validation} of ${count} examples leaves ${held === 0 ? "none to validate on" : "none to fit"}; ` +
        "choose another fraction or add examples",
    );
  }
  const order = new Generator(seed, "split").permutation(count);
  const chosen = heldOut(source, order, held, options);
  return {
    train: {
      ...select(
        source,
        order.filter((index) => !chosen.has(index)),
      ),
      name: `${source.name}/train`,
    },
    validation: {
      ...select(
        source,
        order.filter((index) => chosen.has(index)),
      ),
      name: `${source.name}/validation`,
    },
  };
};

import { ThalwegError } from "../errors/thalweg-error.ts";
import { Generator } from "../random/index.ts";
import { type Dataset, exampleCount, select } from "./dataset.ts";
import { labelsOf } from "./split.ts";

export interface FoldOptions {
  /** How many parts; each is validated on once. */
  readonly count: number;
  readonly seed?: number;
  /** Deal out the examples of each class in turn, so that every part has its share of them. */
  readonly stratify?: boolean;
}

/**
 * Divides a data set for cross-validation: `count` pairs, each with another part to validate on and the rest to fit, by a
 * seeded permutation. Parts differ by at most one example. Stone 1974.
 *
 * @example
 * const parts = folds(train, { count: 5, seed: 0 });
 * parts.map(({ validation }) => exampleCount(validation)); // [108, 108, 108, 108, 108]
 */
export const folds = (
  source: Dataset,
  { count, seed = 0, stratify = false }: FoldOptions,
): { readonly train: Dataset; readonly validation: Dataset }[] => {
  const examples = exampleCount(source);
  if (!Number.isInteger(count) || count < 2 || count > examples) {
    throw new ThalwegError("argument", `folds: count must be a whole number from 2 to ${examples}, got ${count}`);
  }
  const order = new Generator(seed, "folds").permutation(examples);
  const labels = stratify ? labelsOf(source, "folds") : undefined;
  if (labels !== undefined) order.sort((a, b) => labels[a] - labels[b]);
  return Array.from({ length: count }, (_, fold) => {
    const isHeld = new Uint8Array(examples);
    for (let place = fold; place < examples; place += count) isHeld[order[place]] = 1;
    const rows = Int32Array.from({ length: examples }, (__, index) => index);
    const part = (name: string, held: number): Dataset => ({
      ...select(
        source,
        rows.filter((index) => isHeld[index] === held),
      ),
      name: `${source.name}/${name}${fold + 1}`,
    });
    return { train: part("train", 0), validation: part("validation", 1) };
  });
};

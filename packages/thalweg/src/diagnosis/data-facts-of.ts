import { type Dataset, exampleCount, type Values } from "../data/index.ts";
import { dtypeOf, isFloat } from "../kernels/index.ts";
import type { DataFacts, NumberFacts, OrderFacts } from "./data-facts.ts";
import { evenly } from "./evenly.ts";
import { neighbourFacts } from "./neighbour-facts.ts";

export interface DataFactsOptions {
  /** Whether the model takes the inputs for ids, as an embedding does. */
  readonly ids?: boolean;
  /** Whether targets are classes or the probabilities of some: labels, 0 and 1, or one number a class. */
  readonly classes?: boolean;
}

/** Examples whose inputs are looked at, at most, and numbers in them: a large picture is looked at less often. */
const mostExamples = 2000;
const mostNumbers = 2_000_000;

/**
 * Counts what rules want to know of a data set: inputs over at most 2000 examples, evenly spread, classes over all. The
 * same data give the same facts.
 */
export const dataFactsOf = (data: Dataset, { ids = false, classes = true }: DataFactsOptions = {}): DataFacts => {
  const examples = exampleCount(data);
  const size = sizeOfOne(data.inputs);
  const rows = evenly(examples, Math.min(mostExamples, Math.max(50, Math.floor(mostNumbers / size))));
  const labels = classes ? labelsOf(data) : undefined;
  const single = labels?.length === examples ? labels : undefined;
  const neighbours = ids ? undefined : neighbourFacts(data, single);
  return {
    examples,
    looked: rows.length,
    inputs: { ...numberFacts(data.inputs, rows), ...featureFacts(data.inputs, rows), ids },
    ...(labels ? { classes: countsOf(labels) } : { targets: numberFacts(data.targets, rows) }),
    ...(single && { order: orderOf(single) }),
    ...(neighbours && { neighbours }),
  };
};

const sizeOfOne = ({ values, shape }: Values): number => values.length / shape[0];

/** Over all numbers of some examples; those that are not finite are only counted. */
export const numberFacts = (source: Values, rows: Int32Array): NumberFacts => {
  const { values } = source;
  const size = sizeOfOne(source);
  // Distances from the first number, so that a large mean costs no digits.
  const origin = Number.isFinite(values[rows[0] * size]) ? values[rows[0] * size] : 0;
  let [count, sum, squares] = [0, 0, 0];
  let [smallest, largest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const row of rows) {
    for (let index = row * size; index < (row + 1) * size; index++) {
      const value = values[index];
      if (!Number.isFinite(value)) continue;
      const distance = value - origin;
      count++;
      sum += distance;
      squares += distance * distance;
      if (value < smallest) smallest = value;
      if (value > largest) largest = value;
    }
  }
  const mean = sum / count;
  const variance = Math.max(0, squares / count - mean * mean);
  const nonFinite = rows.length * size - count;
  return { mean: origin + mean, deviation: Math.sqrt(variance), smallest, largest, nonFinite };
};

/** Over the last axis, or all of a flat input: what is measured in one unit. */
const featureFacts = (
  source: Values,
  rows: Int32Array,
): Pick<DataFacts["inputs"], "deviations" | "constant" | "features"> => {
  const features = source.shape.length === 1 ? 1 : source.shape[source.shape.length - 1];
  const deviations = deviationsOf(source, rows, features);
  const varying = deviations.filter((deviation) => deviation > 0);
  const extremes = varying.reduce<[number, number]>(
    ([low, high], deviation) => [Math.min(low, deviation), Math.max(high, deviation)],
    [Number.POSITIVE_INFINITY, 0],
  );
  return {
    deviations: varying.length > 0 ? extremes : [0, 0],
    constant: features - varying.length,
    features,
  };
};

/** Deviation of each feature; exactly 0 where it is the same everywhere. */
export const deviationsOf = (source: Values, rows: Int32Array, features: number): Float64Array => {
  const { values } = source;
  const size = sizeOfOne(source);
  const first = originOf(source, rows[0], features);
  const sums = new Float64Array(features);
  const squares = new Float64Array(features);
  const counts = new Float64Array(features);
  for (const row of rows) {
    for (let start = row * size; start < (row + 1) * size; start += features) {
      for (let feature = 0; feature < features; feature++) {
        const distance = values[start + feature] - first[feature];
        if (!Number.isFinite(distance)) continue;
        counts[feature]++;
        sums[feature] += distance;
        squares[feature] += distance * distance;
      }
    }
  }
  return squares.map((square, feature) => {
    const count = Math.max(1, counts[feature]);
    return Math.sqrt(Math.max(0, square / count - (sums[feature] / count) ** 2));
  });
};

/** What distances are measured from: the first numbers of one example, 0 where they are not finite. */
export const originOf = ({ values, shape }: Values, row: number, length: number): Float64Array =>
  Float64Array.from({ length }, (_, index) => {
    const value = values[(row * values.length) / shape[0] + index];
    return Number.isFinite(value) ? value : 0;
  });

/** Classes as numbers: labels, 0 and 1, or the place of the 1 among one number a class; undefined for other targets. */
const labelsOf = ({ targets: { values, shape } }: Dataset): ArrayLike<number> | undefined => {
  if (!isFloat(dtypeOf(values)) && shape.length >= 1) return values;
  const outputs = shape.length === 1 ? 1 : shape[shape.length - 1];
  if (!values.every((value: number) => value === 0 || value === 1)) return undefined;
  if (outputs === 1) return values;
  const labels = new Int32Array(values.length / outputs);
  for (let row = 0; row < labels.length; row++) {
    const hot = values.subarray(row * outputs, (row + 1) * outputs);
    labels[row] = hot.indexOf(1);
    // Several at once are no classes.
    if (labels[row] < 0 || hot.indexOf(1, labels[row] + 1) >= 0) return undefined;
  }
  return labels;
};

const countsOf = (labels: ArrayLike<number>): number[] => {
  const counts: number[] = [];
  for (let index = 0; index < labels.length; index++) {
    const label = labels[index];
    // A label to be passed over, such as −1, is of no class.
    if (label < 0) continue;
    while (counts.length <= label) counts.push(0);
    counts[label]++;
  }
  return counts;
};

/** By chance a label is followed by an equal one as often as two drawn without order are equal. */
const orderOf = (labels: ArrayLike<number>): OrderFacts => {
  const counts = new Map<number, number>();
  let runs = 0;
  for (let index = 0; index < labels.length; index++) {
    counts.set(labels[index], (counts.get(labels[index]) ?? 0) + 1);
    if (index === 0 || labels[index] !== labels[index - 1]) runs++;
  }
  const pairs = labels.length * (labels.length - 1);
  let equal = 0;
  for (const count of counts.values()) equal += count * (count - 1);
  const runsByChance = 1 + (labels.length - 1) * (1 - equal / Math.max(1, pairs));
  return { run: labels.length / runs, runByChance: labels.length / runsByChance };
};

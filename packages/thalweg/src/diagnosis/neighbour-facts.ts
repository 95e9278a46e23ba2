import { type Dataset, exampleCount } from "../data/index.ts";
import type { NeighbourFacts } from "./data-facts.ts";
import { deviationsOf, originOf } from "./data-facts-of.ts";
import { evenly } from "./evenly.ts";

/** Neighbours that are asked. */
const asked = 5;
const mostTold = 300;
const mostExamples = 1500;
/** Products that distances may take: about 50 ms. */
const mostProducts = 60_000_000;
/** Fewer examples say nothing. */
const fewest = 30;

/**
 * How well the five nearest others, by Euclidean distance between standardized features, tell an example's target: classes
 * by majority, the nearest one's where it is a draw, numbers by the mean. `labels`: one class an example.
 */
export const neighbourFacts = (data: Dataset, labels: ArrayLike<number> | undefined): NeighbourFacts | undefined => {
  const count = exampleCount(data);
  if (count < fewest) return undefined;
  const size = data.inputs.values.length / count;
  const share = Math.min(1, Math.sqrt(mostProducts / (mostTold * mostExamples * size)));
  const rows = evenly(count, Math.max(fewest, Math.round(mostExamples * share)));
  const told = evenly(rows.length, Math.max(fewest, Math.round(mostTold * share)));
  const points = standardized(data, rows, size);
  const neighbours = Array.from(told, (row) => nearest(points, size, row));
  return labels ? classScore(labels, rows, told, neighbours) : numberScore(data, rows, told, neighbours);
};

const standardized = ({ inputs }: Dataset, rows: Int32Array, size: number): Float32Array => {
  const features = inputs.shape.length === 1 ? 1 : inputs.shape[inputs.shape.length - 1];
  const scales = deviationsOf(inputs, rows, features).map((deviation) => (deviation > 0 ? 1 / deviation : 0));
  const first = originOf(inputs, rows[0], size);
  const points = new Float32Array(rows.length * size);
  for (let row = 0; row < rows.length; row++) {
    for (let index = 0; index < size; index++) {
      // From the first example on: a large mean would leave float32 few digits.
      const distance = (inputs.values[rows[row] * size + index] - first[index]) * scales[index % features];
      // One number that is not finite would make its example everybody's neighbour.
      points[row * size + index] = Number.isFinite(distance) ? distance : 0;
    }
  }
  return points;
};

/** The rows nearest to one, the nearest first, itself left out. */
const nearest = (points: Float32Array, size: number, row: number): number[] => {
  const rows = points.length / size;
  const found: number[] = [];
  const distances: number[] = [];
  for (let other = 0; other < rows; other++) {
    if (other === row) continue;
    const limit = distances[asked - 1] ?? Number.POSITIVE_INFINITY;
    const distance = squaredDistance(points, row * size, other * size, size, limit);
    if (distance >= limit) continue;
    let place = Math.min(found.length, asked - 1);
    while (place > 0 && distances[place - 1] > distance) {
      distances[place] = distances[place - 1];
      found[place] = found[place - 1];
      place--;
    }
    distances[place] = distance;
    found[place] = other;
  }
  return found;
};

/** At least `limit` as soon as it is known to be: most of a far point need not be looked at. */
const squaredDistance = (points: Float32Array, a: number, b: number, size: number, limit: number): number => {
  let sum = 0;
  for (let start = 0; start < size; start += 32) {
    const end = Math.min(start + 32, size);
    for (let index = start; index < end; index++) {
      const difference = points[a + index] - points[b + index];
      sum += difference * difference;
    }
    if (sum >= limit) return sum;
  }
  return sum;
};

const classScore = (
  labels: ArrayLike<number>,
  rows: Int32Array,
  told: Int32Array,
  neighbours: readonly (readonly number[])[],
): NeighbourFacts => {
  const right = neighbours.filter((near, index) => {
    const votes = near.map((row) => labels[rows[row]]);
    return majority(votes) === labels[rows[told[index]]];
  }).length;
  const counts = new Map<number, number>();
  for (const row of told) counts.set(labels[rows[row]], (counts.get(labels[rows[row]]) ?? 0) + 1);
  const chance = Math.max(...counts.values()) / told.length;
  return {
    examples: told.length,
    score: right / told.length,
    chance,
    error: Math.sqrt((chance * (1 - chance)) / told.length),
  };
};

/** The most frequent; of several, the one that comes first. */
const majority = (votes: readonly number[]): number => {
  const countOf = (vote: number) => votes.filter((other) => other === vote).length;
  return votes.reduce((best, vote) => (countOf(vote) > countOf(best) ? vote : best));
};

const numberScore = (
  { targets }: Dataset,
  rows: Int32Array,
  told: Int32Array,
  neighbours: readonly (readonly number[])[],
): NeighbourFacts | undefined => {
  const outputs = targets.values.length / targets.shape[0];
  // From the first one on, so that targets all alike have a variance of exactly 0.
  const target = (row: number, output: number): number =>
    targets.values[rows[row] * outputs + output] - targets.values[rows[told[0]] * outputs + output];
  const means = Float64Array.from(
    { length: outputs },
    (_, output) => told.reduce((sum, row) => sum + target(row, output), 0) / told.length,
  );
  const residuals: number[] = [];
  let variance = 0;
  for (const [index, near] of neighbours.entries()) {
    let residual = 0;
    for (let output = 0; output < outputs; output++) {
      const truth = target(told[index], output);
      const guess = near.reduce((sum, row) => sum + target(row, output), 0) / near.length;
      residual += (truth - guess) ** 2;
      variance += (truth - means[output]) ** 2 / told.length;
    }
    residuals.push(residual);
  }
  if (!(variance > 0)) return undefined;
  const mean = residuals.reduce((sum, residual) => sum + residual, 0) / residuals.length;
  const spread = residuals.reduce((sum, residual) => sum + (residual - mean) ** 2, 0) / residuals.length;
  return {
    examples: told.length,
    score: 1 - mean / variance,
    chance: 0,
    error: Math.sqrt(spread / residuals.length) / variance,
  };
};

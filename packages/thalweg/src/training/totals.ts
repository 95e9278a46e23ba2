import { metricValue, sumCount } from "../metrics/index.ts";
import type { Recipe } from "./program.ts";

/** Means over a data set. */
export interface Scores {
  readonly loss: number;
  readonly metrics: Readonly<Record<string, number>>;
}

/** What one batch adds to the scores of many. */
export interface BatchSums {
  readonly examples: number;
  /** The batch's mean loss, and what it counts in the mean over all. */
  readonly loss: number;
  readonly share: number;
  /** Of all metrics, one after the other. */
  readonly sums: ArrayLike<number>;
}

/** Scores over batches of any sizes, as if they were one. */
export class Totals {
  private readonly recipe: Recipe;
  private examples = 0;
  private loss = 0;
  private share = 0;
  private readonly sums: number[] = [];

  constructor(recipe: Recipe) {
    this.recipe = recipe;
  }

  add({ examples, loss, share, sums }: BatchSums): this {
    this.examples += examples;
    this.loss += loss * share;
    this.share += share;
    for (let index = 0; index < sums.length; index++) this.sums[index] = (this.sums[index] ?? 0) + sums[index];
    return this;
  }

  values(): Scores {
    const { metrics, built } = this.recipe;
    let start = 0;
    const values = metrics.map((metric) => {
      const end = start + sumCount(metric, built.outputShape);
      const value = metricValue(metric, this.sums.slice(start, end), this.examples);
      start = end;
      return [metric.name, value] as const;
    });
    // Batches whose examples all count nothing have a loss of 0.
    const loss = this.share === 0 && this.examples > 0 ? 0 : this.loss / this.share;
    return { loss, metrics: Object.fromEntries(values) };
  }
}

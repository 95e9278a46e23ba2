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

/** Sums that scores follow from. */
export interface Sums {
  readonly examples: number;
  readonly loss: number;
  readonly share: number;
  readonly metrics: readonly number[];
}

/** Scores over batches of any sizes, as if they were one. */
export class Totals {
  private readonly recipe: Recipe;
  private examples: number;
  private loss: number;
  private share: number;
  private readonly metrics: number[];

  constructor(
    recipe: Recipe,
    { examples, loss, share, metrics }: Sums = { examples: 0, loss: 0, share: 0, metrics: [] },
  ) {
    this.recipe = recipe;
    this.examples = examples;
    this.loss = loss;
    this.share = share;
    this.metrics = [...metrics];
  }

  add({ examples, loss, share, sums }: BatchSums): this {
    this.examples += examples;
    this.loss += loss * share;
    this.share += share;
    for (let index = 0; index < sums.length; index++) this.metrics[index] = (this.metrics[index] ?? 0) + sums[index];
    return this;
  }

  values(): Scores {
    const { metrics, built } = this.recipe;
    let start = 0;
    const values = metrics.map((metric) => {
      const end = start + sumCount(metric, built.outputShape);
      const value = metricValue(metric, this.metrics.slice(start, end), this.examples);
      start = end;
      return [metric.name, value] as const;
    });
    // Batches whose examples all count nothing have a loss of 0.
    const loss = this.share === 0 && this.examples > 0 ? 0 : this.loss / this.share;
    return { loss, metrics: Object.fromEntries(values) };
  }

  sums(): Sums {
    const { examples, loss, share, metrics } = this;
    return { examples, loss, share, metrics: [...metrics] };
  }
}

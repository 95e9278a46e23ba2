import type { EpochRecord } from "../training/index.ts";
import { classesOf, guessingLoss } from "./guessing.ts";
import type { Observations } from "./observations.ts";

/** How well a network does, in the unit in which nearest neighbours are scored. */
export interface Score {
  /** Part told rightly, or the part of the targets' variance that is explained. */
  readonly value: number;
  readonly name: "accuracy" | "r2";
  /** Whether it was measured; otherwise it is the best that the loss leaves possible. */
  readonly measured: boolean;
}

interface Measured {
  readonly loss: number;
  readonly metrics: EpochRecord["metrics"];
}

/** Of one epoch, on training or validation data; undefined where neither the metrics nor the loss tell. */
export const scoreOf = (measured: Measured, { setup }: Observations): Score | undefined => {
  if (setup.loss.expects === "values") {
    const { r2 } = measured.metrics;
    if (r2 !== undefined) return { value: r2, name: "r2", measured: true };
    const guess = guessingLoss(setup, setup.data);
    return guess ? { value: 1 - measured.loss / guess, name: "r2", measured: false } : undefined;
  }
  const { accuracy } = measured.metrics;
  if (accuracy !== undefined) return { value: accuracy, name: "accuracy", measured: true };
  return { value: mostAccurate(measured.loss, classesOf(setup)), name: "accuracy", measured: false };
};

/**
 * The best accuracy at a cross-entropy, by Fano's inequality: who errs with probability e among k classes is left with an
 * entropy of at most h(e) + e·ln(k − 1), so that a loss above that means more errors.
 */
export const mostAccurate = (loss: number, classes: number): number => {
  const entropyAt = (e: number) =>
    e <= 0 ? 0 : -e * Math.log(e) - (1 - e) * Math.log(1 - e) + e * Math.log(classes - 1);
  let [low, high] = [0, 1 - 1 / classes];
  if (loss >= entropyAt(high)) return 1 / classes;
  while (high - low > 1e-6) {
    const middle = (low + high) / 2;
    if (entropyAt(middle) < loss) low = middle;
    else high = middle;
  }
  return 1 - low;
};

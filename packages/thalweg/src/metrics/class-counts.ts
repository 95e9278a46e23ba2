import { ThalwegError } from "../errors/thalweg-error.ts";
import { iota, type Shape, sizeOf } from "../graph/index.ts";
import { concat, Tensor } from "../tensor/index.ts";
import type { Metric } from "./metric.ts";

export interface ClassAverageOptions {
  /**
   * Over several classes: "macro" averages their values, of those that occur or are predicted; "micro" counts all
   * together; "binary" looks at class 1 of two alone. "macro" unless said.
   */
  readonly average?: "macro" | "micro" | "binary";
  /**
   * Compares every output by itself: above the threshold means class 1, and each output is a class of its own.
   * For one output it is 0, the middle of logits, unless said (0.5 for probabilities); of several outputs the
   * largest wins.
   */
  readonly threshold?: number;
}

/** Of one class: right predictions of it, all predictions of it, and how often it is the truth. */
export interface ClassCounts {
  readonly hits: number;
  readonly predicted: number;
  readonly actual: number;
}

/** A metric that is a function of the counts of each class; 0 where that divides by 0. */
export const classMetric = (
  name: string,
  { average = "macro", threshold }: ClassAverageOptions,
  value: (counts: ClassCounts) => number,
): Metric => {
  if (!["macro", "micro", "binary"].includes(average)) {
    throw new ThalwegError("argument", `${name}: average must be "macro", "micro" or "binary", got ${average}`);
  }
  if (threshold !== undefined && !Number.isFinite(threshold)) {
    throw new ThalwegError("argument", `${name}: threshold must be finite, got ${threshold}`);
  }
  const isApart = (outputShape: Shape) => threshold !== undefined || sizeOf(outputShape) === 1;
  const classesOf = (outputShape: Shape) => {
    const classes = isApart(outputShape) ? sizeOf(outputShape) : outputShape[outputShape.length - 1];
    if (average === "binary" && classes > 2) {
      throw new ThalwegError(
        "argument",
        `${name}: average "binary" needs one output or two classes, got ${classes}; use "macro" or "micro"`,
      );
    }
    return classes;
  };
  const finite = (counts: ClassCounts) => value(counts) || 0;
  return {
    name,
    better: "higher",
    sums: (outputShape) => 3 * classesOf(outputShape),
    apply: (output, target) => {
      const outputShape = output.shape.slice(1);
      const classes = classesOf(outputShape);
      return counted(isApart(outputShape) ? apart(output, target, threshold ?? 0) : largest(output, target), classes);
    },
    finish: (sums) => {
      const classes = sums.length / 3;
      const counts = Array.from({ length: classes }, (_, label): ClassCounts => {
        const [hits, predicted, actual] = [0, 1, 2].map((part) => sums[part * classes + label]);
        return { hits, predicted, actual };
      });
      if (average === "binary") return finite(counts[classes - 1]);
      if (average === "micro") return finite(counts.reduce(together));
      const present = counts.filter(({ predicted, actual }) => predicted + actual > 0);
      return present.reduce((total, each) => total + finite(each), 0) / Math.max(present.length, 1);
    },
  };
};

const together = (a: ClassCounts, b: ClassCounts): ClassCounts => ({
  hits: a.hits + b.hits,
  predicted: a.predicted + b.predicted,
  actual: a.actual + b.actual,
});

/** Masks [..., classes] of what was predicted and what is true. */
interface Masks {
  readonly predicted: Tensor;
  readonly actual: Tensor;
}

const apart = (output: Tensor, target: Tensor, threshold: number): Masks => ({
  predicted: output.gt(threshold),
  actual: target.reshape(output.shape).gt(0.5),
});

const largest = (output: Tensor, target: Tensor): Masks => {
  const labels = target.shape.length === output.shape.length ? target.argmax() : target.toType("int32");
  const index = new Tensor(iota(output.shape, output.shape.length - 1));
  const rows = (classes: Tensor) => index.eq(classes.reshape([...classes.shape, 1]));
  return { predicted: rows(output.argmax()), actual: rows(labels) };
};

const counted = ({ predicted, actual }: Masks, classes: number): Tensor =>
  concat(
    [predicted.and(actual), predicted, actual].map((mask) => mask.toType("float32").reshape([-1, classes]).sum(0)),
  );

import { ThalwegError } from "../errors/thalweg-error.ts";
import type { LearningProblem } from "./learning-problem.ts";
import type { Point } from "./surface.ts";

/**
 * How far gradients of mini-batches lie from the full one: the mean of ‖g_batch − g‖², exactly, over all batches of
 * b of the N examples. It is S²/b·(1 − b/N), with S² the sum over components of the variance from example to example.
 *
 * @example
 * const problem = logisticRegression();
 * const w = problem.start();
 * gradientVariance(problem, w, 32) / gradientVariance(problem, w, 1); // 0.0293…, that is 1/34
 */
export const gradientVariance = (problem: LearningProblem, w: Point, batchSize: number): number => {
  const { examples, gradient } = problem;
  if (!(Number.isSafeInteger(batchSize) && batchSize >= 1 && batchSize <= examples)) {
    throw new ThalwegError(
      "argument",
      `gradientVariance: batchSize must be a whole number from 1 to ${examples}, the examples there are, got ${batchSize}`,
    );
  }
  if (batchSize === examples) return 0;
  const full = gradient(w);
  let sum = 0;
  for (let row = 0; row < examples; row++) {
    for (const [index, value] of gradient(w, [row]).entries()) sum += (value - full[index]) ** 2;
  }
  return (sum / (examples - 1) / batchSize) * (1 - batchSize / examples);
};

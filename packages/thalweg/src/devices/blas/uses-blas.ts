import type { MatmulInstruction } from "../device.ts";
import { isDense } from "./launch.ts";

/** Names the rule below, which decides bits: a BLAS and our own kernels round differently. */
export const blasRule = "1";

/** Below this a call costs more than it saves: products of two numbers in one matrix. */
const leastTerms = 2 ** 15;
/** Rows and columns of c, and terms of its sums: vectors and narrow matrices are read once, at the memory's speed, by any kernel. */
const leastSide = 8;
const leastSum = 4;
/** What is gathered must be used by as many columns as pay for it. */
const leastGatheredSide = 16;

/**
 * Whether a product is computed by the BLAS, where there is one: by its shape and how its matrices
 * lie, never by what is measured, so that bits stay the same.
 */
export const usesBlas = ({ dtype, m, n, k, a, b, c }: MatmulInstruction): boolean => {
  if (dtype !== "float32" || m * n * k < leastTerms) return false;
  if (m < leastSide || n < (a.folds ? leastGatheredSide : leastSide) || k < leastSum) return false;
  return isDense(b, k, n) && isDense(c, m, n) && (a.folds !== undefined || isDense(a, m, k));
};

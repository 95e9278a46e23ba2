import { ThalwegError } from "../errors/thalweg-error.ts";
import { Generator } from "../random/index.ts";

export interface PositiveDefiniteShareOptions {
  readonly dimensions: number;
  /** Matrices drawn; 10,000 unless given. */
  readonly draws?: number;
  /** 0 unless given. */
  readonly seed?: number;
}

/** Fills the lower triangle of a matrix of the Gaussian orthogonal ensemble: variance 2 on the diagonal, 1 beside it. */
const draw = (rows: readonly Float64Array[], random: Generator): void => {
  for (const [row, values] of rows.entries()) {
    for (let column = 0; column < row; column++) values[column] = random.normal();
    values[row] = random.normal(0, Math.SQRT2);
  }
};

/** Whether Cholesky's decomposition, which overwrites the lower triangle, goes through. */
const isPositiveDefinite = (rows: readonly Float64Array[]): boolean => {
  for (const [row, values] of rows.entries()) {
    for (let column = 0; column <= row; column++) {
      let rest = values[column];
      for (let index = 0; index < column; index++) rest -= values[index] * rows[column][index];
      if (column < row) values[column] = rest / rows[column][column];
      else if (rest > 0) values[row] = Math.sqrt(rest);
      else return false;
    }
  }
  return true;
};

/**
 * How many of the drawn random symmetric matrices (Gaussian orthogonal ensemble) are positive definite: the chance that
 * a point of slope zero is a minimum, were its Hessian such a matrix. It is 1/2, (2 − √2)/4 and 1/4 − 1/(√2π) in 1, 2
 * and 3 dimensions, and falls as exp(−n² ln 3/4): in many dimensions such points are saddles. Dean & Majumdar 2006,
 * arXiv:cond-mat/0609651; Dauphin et al. 2014, arXiv:1406.2572.
 *
 * @example
 * positiveDefiniteShare({ dimensions: 2, draws: 100_000 }); // 0.146…
 */
export const positiveDefiniteShare = ({
  dimensions,
  draws = 10_000,
  seed = 0,
}: PositiveDefiniteShareOptions): number => {
  for (const [name, value] of Object.entries({ dimensions, draws })) {
    if (Number.isSafeInteger(value) && value >= 1) continue;
    throw new ThalwegError("argument", `positiveDefiniteShare: ${name} must be a whole number ≥ 1, got ${value}`);
  }
  const random = new Generator(seed, "goe", dimensions);
  const rows = Array.from({ length: dimensions }, () => new Float64Array(dimensions));
  let positive = 0;
  for (let index = 0; index < draws; index++) {
    draw(rows, random);
    if (isPositiveDefinite(rows)) positive++;
  }
  return positive / draws;
};

import { qr } from "../../devices/routines/qr.ts";
import { ThalwegError } from "../../errors/thalweg-error.ts";
import type { Initializer } from "./initializer.ts";
import type { GainOptions } from "./variance-scaling.ts";

/**
 * A random matrix with orthonormal rows or columns, whichever are fewer, times `gain`: it keeps lengths, so that signals
 * neither grow nor vanish through many products. All eigenvalues of a square one have the absolute value `gain`, which
 * is then its spectral radius. Axes before the last count as rows. Saxe et al. 2014, arXiv:1312.6120.
 *
 * Q of a Gaussian matrix by Householder's QR on the host, its columns with the signs of R's diagonal, so that every
 * orthogonal matrix is equally likely. Errors: a parameter with fewer than two axes.
 *
 * @example
 * simpleRnn(64, { recurrentInitializer: orthogonal({ gain: 1.5 }) });
 */
export const orthogonal = ({ gain = 1 }: GainOptions = {}): Initializer => {
  if (!(gain > 0 && gain < Number.POSITIVE_INFINITY)) {
    throw new ThalwegError("argument", `orthogonal: gain must be finite and > 0, got ${gain}`);
  }
  return (shape, generator) => {
    if (shape.length < 2) {
      throw new ThalwegError(
        "shape",
        `orthogonal: the parameter must have two axes or more, got [${shape.join(", ")}]; use initialNormal()`,
      );
    }
    const columns = shape[shape.length - 1];
    const rows = shape.slice(0, -1).reduce((product, extent) => product * extent, 1);
    const [long, short] = [Math.max(rows, columns), Math.min(rows, columns)];
    const { q, r } = qr(generator.fillNormal(new Float64Array(long * short)), long, short);
    const value = (at: number, of: number): number => gain * (r[of * short + of] < 0 ? -1 : 1) * q[at * short + of];
    return Float64Array.from({ length: rows * columns }, (_, index) => {
      const [row, column] = [Math.floor(index / columns), index % columns];
      return rows >= columns ? value(row, column) : value(column, row);
    });
  };
};

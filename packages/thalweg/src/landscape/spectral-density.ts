import { ThalwegError } from "../errors/thalweg-error.ts";
import type { RitzValues } from "../solvers/krylov.ts";

export interface SpectralDensityOptions {
  /** Where the density is given; 200 unless said. */
  readonly points?: number;
  /** Deviation of the bell around each value, as a part of their range; 0.01 unless said. */
  readonly width?: number;
}

/** How the eigenvalues of a matrix are spread. */
export interface SpectralDensity {
  readonly x: Float64Array;
  /** Part of all eigenvalues for each unit of x. */
  readonly density: Float64Array;
}

/**
 * The density of a matrix's eigenvalues, by stochastic Lanczos quadrature: the values of one or more runs of `lanczos`,
 * with different seeds, each a bell as high as its weight. Ghorbani et al. 2019, arXiv:1901.10159.
 *
 * @example
 * const runs = [await lanczos((v) => v.map((x, i) => i * x), 100, { seed: 0 })];
 * const { density } = spectralDensity(runs, { points: 50 });
 * density.length; // 50
 */
export const spectralDensity = (
  runs: readonly RitzValues[],
  { points = 200, width = 0.01 }: SpectralDensityOptions = {},
): SpectralDensity => {
  if (runs.length === 0)
    throw new ThalwegError("argument", "spectralDensity: runs must hold a run of lanczos, got none");
  const all = runs.flatMap(({ values }) => Array.from(values));
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const deviation = width * (high - low || Math.abs(high) || 1);
  const margin = 4 * deviation;
  const step = (high - low + 2 * margin) / (points - 1);
  const x = Float64Array.from({ length: points }, (_, index) => low - margin + index * step);
  const bell = (at: number): number => Math.exp(-0.5 * (at / deviation) ** 2) / (deviation * Math.sqrt(2 * Math.PI));
  const density = x.map((at) => {
    let sum = 0;
    for (const { values, weights } of runs)
      values.forEach((value, index) => {
        sum += weights[index] * bell(at - value);
      });
    return sum / runs.length;
  });
  return { x, density };
};

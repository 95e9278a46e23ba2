type Matrix = readonly (readonly number[])[];

const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, value, k) => sum + value * b[k][j], 0)));

const transposed = (a: Matrix): Matrix => a[0].map((_, j) => a.map((row) => row[j]));

const combined = (a: Matrix, x: number, b: Matrix, y: number): Matrix =>
  a.map((row, i) => row.map((value, j) => x * value + y * b[i][j]));

/** X ← aX + (bA + cA²)X with A = XXᵀ, once. */
export const quinticStep = (x: Matrix, [a, b, c]: readonly number[]): Matrix => {
  const gram = product(x, transposed(x));
  return combined(x, a, product(combined(gram, b, product(gram, gram), c), x), 1);
};

/** [4, 3] in a row after another; the smaller side first, as all libraries take it. */
export const wideOf = (flat: readonly number[]): Matrix =>
  [0, 1, 2].map((column) => [0, 1, 2, 3].map((row) => flat[3 * row + column]));

export const flatOf = (wide: Matrix): number[] => transposed(wide).flat();

/** Newton–Schulz on a [4, 3] matrix, written out on plain lists, from X = x/(‖x‖ + ε). */
export const newtonSchulz = (
  flat: readonly number[],
  coefficients: readonly number[],
  steps: number,
  epsilon = 1e-7,
): number[] => {
  const norm = Math.hypot(...flat) + epsilon;
  let x = wideOf(flat.map((value) => value / norm));
  for (let step = 0; step < steps; step++) x = quinticStep(x, coefficients);
  return flatOf(x);
};

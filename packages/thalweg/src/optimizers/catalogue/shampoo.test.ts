import { describe, expect, it } from "vitest";
import { Generator } from "../../random/index.ts";
import { memoryMultiple, Optimizer, shampoo } from "../index.ts";
import { instructionsOf } from "../testing/instructions.ts";

type Matrix = number[][];

const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0].map((_, column) => row.reduce((sum, value, k) => sum + value * b[k][column], 0)));
const transposed = (a: Matrix): Matrix => a[0].map((_, column) => a.map((row) => row[column]));
const identity = (n: number, scale = 1): Matrix =>
  Array.from({ length: n }, (_, row) => Array.from({ length: n }, (_, column) => (row === column ? scale : 0)));

/** f of a symmetric matrix by Jacobi's rotations: turn until it is diagonal, apply f there, turn back. */
const ofMatrix = (a: Matrix, f: (value: number) => number): Matrix => {
  const n = a.length;
  let [rest, basis] = [a, identity(n)];
  for (let sweep = 0; sweep < 30; sweep++) {
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        const angle = 0.5 * Math.atan2(2 * rest[p][q], rest[p][p] - rest[q][q]);
        const turn = identity(n);
        turn[p][p] = turn[q][q] = Math.cos(angle);
        turn[q][p] = Math.sin(angle);
        turn[p][q] = -turn[q][p];
        rest = product(product(transposed(turn), rest), turn);
        basis = product(basis, turn);
      }
    }
  }
  const scaled = basis.map((row) => row.map((value, k) => value * f(rest[k][k])));
  return product(scaled, transposed(basis));
};

const drawn = (count: number, size: number, seed = 1) => {
  const generator = new Generator(seed);
  return Array.from({ length: count }, () => Float64Array.from({ length: size }, () => generator.normal()));
};

const follow = (
  options: Parameters<typeof shampoo>[0],
  shape: readonly number[],
  gradients: readonly ArrayLike<number>[],
): number[] => {
  const weights = { w: { data: new Float64Array(gradients[0].length), shape } };
  const optimizer = new Optimizer(weights, shampoo(options));
  for (const gradient of gradients) optimizer.step({ w: gradient });
  return [...weights.w.data];
};

const expectClose = (found: readonly number[], expected: readonly number[], tolerance = 1e-12) => {
  found.forEach((value, at) => {
    expect(Math.abs(value - expected[at])).toBeLessThan(tolerance);
  });
};

describe("shampoo", () => {
  // Algorithm 1 of the paper: L₀ = εI, R₀ = εI, L ← L + GGᵀ, R ← R + GᵀG, W ← W − η L^(−1/4) G R^(−1/4).
  it("is the paper's step for matrices", () => {
    const [m, n, rate, epsilon] = [3, 5, 0.1, 1e-3];
    const gradients = drawn(12, m * n);
    let [left, right] = [identity(m, epsilon), identity(n, epsilon)];
    let w: Matrix = Array.from({ length: m }, () => Array.from({ length: n }, () => 0));
    const plus = (a: Matrix, b: Matrix, scale = 1) => a.map((row, i) => row.map((value, j) => value + scale * b[i][j]));
    for (const flat of gradients) {
      const g = Array.from({ length: m }, (_, row) => [...flat.slice(row * n, (row + 1) * n)]);
      left = plus(left, product(g, transposed(g)));
      right = plus(right, product(transposed(g), g));
      const root = (value: number) => value ** -0.25;
      w = plus(w, product(product(ofMatrix(left, root), g), ofMatrix(right, root)), -rate);
    }
    expectClose(follow({ learningRate: rate, epsilon }, [m, n], gradients), w.flat());
  });

  it("is AdaGrad with the full matrix for vectors", () => {
    const gradients = drawn(12, 4);
    let h = identity(4, 1e-3);
    let w: Matrix = [[0], [0], [0], [0]];
    for (const flat of gradients) {
      const g = [...flat].map((value) => [value]);
      const outer = product(g, transposed(g));
      h = h.map((row, i) => row.map((value, j) => value + outer[i][j]));
      const step = product(
        ofMatrix(h, (value) => value ** -0.5),
        g,
      );
      w = w.map(([value], i) => [value - 0.1 * step[i][0]]);
    }
    expectClose(follow({ epsilon: 1e-3 }, [4], gradients), w.flat());
  });

  it("takes each axis of a tensor by itself: axes of extent 1 only change the exponent", () => {
    const gradients = drawn(6, 4);
    // H of an axis with extent 1 is Σ‖g‖², a number.
    let h = identity(4, 1e-3);
    let total = 1e-3;
    const w = [0, 0, 0, 0];
    for (const flat of gradients) {
      h = h.map((row, i) => row.map((value, j) => value + flat[i] * flat[j]));
      total += flat.reduce((sum, value) => sum + value * value, 0);
      const step = product(
        ofMatrix(h, (value) => value ** (-1 / 6)),
        [...flat].map((value) => [value]),
      );
      step.forEach(([value], i) => {
        w[i] -= 0.1 * value * total ** (-2 / 6);
      });
    }
    for (const shape of [
      [4, 1, 1],
      [1, 4, 1],
      [1, 1, 4],
    ]) {
      expectClose(follow({ epsilon: 1e-3 }, shape, gradients), w);
    }
    expectClose(follow({}, [], [[3]]), [-0.1], 1e-5);
  });

  it("keeps only the diagonal of long sides", () => {
    const gradients = drawn(5, 6);
    const sums = new Float64Array(6);
    const w = new Float64Array(6);
    for (const gradient of gradients) {
      gradient.forEach((value, at) => {
        sums[at] += value * value;
        w[at] -= (0.1 * value) / Math.sqrt(sums[at] + 1e-4);
      });
    }
    expectClose(follow({ maxPreconditionDimension: 5 }, [6], gradients), [...w]);
    expect(memoryMultiple(shampoo({ maxPreconditionDimension: 5 }), { w: [6] })).toBe(2);
  });

  it("averages with beta2 below 1, and adds momentum and decay after", () => {
    const found = follow({ beta2: 0.75, learningRate: 1, epsilon: 1e-300 }, [], [[2], [3]]);
    expectClose(found, [-2 - 3 / Math.sqrt(0.75 * 0.25 * 4 + 0.25 * 9)]);
    // The first step is −1; the second −1/√2 − 0.5·1, and 0.1·w is decayed.
    const second = follow({ learningRate: 1, momentum: 0.5, weightDecay: 0.1, epsilon: 1e-300 }, [], [[2], [2]]);
    expectClose(second, [-1 + 0.1 - Math.SQRT1_2 - 0.5]);
  });

  it("computes roots only when they are renewed", () => {
    const optimizer = shampoo({ preconditionFrequency: 4 });
    const routines = (occasions: string) =>
      instructionsOf(optimizer, [3, 5], occasions).filter((kind) => kind === "eigh");
    expect(routines("")).toEqual([]);
    expect(routines("scaleByShampoo/renew")).toEqual(["eigh", "eigh"]);
    // Between renewals, equal gradients make equal steps.
    const [gradient] = drawn(1, 15);
    const at = (count: number) =>
      follow(
        { preconditionFrequency: 4 },
        [3, 5],
        Array.from({ length: count }, () => gradient),
      );
    expectClose(
      at(4),
      at(1).map((value) => 4 * value),
    );
    expect(at(5)[0]).not.toBeCloseTo(5 * at(1)[0], 4);
  });

  it("keeps two matrices a side", () => {
    expect(memoryMultiple(shampoo(), { w: [6, 6] })).toBe(4);
    expect(memoryMultiple(shampoo(), { w: [5, 7] })).toBeCloseTo((2 * (25 + 49)) / 35, 14);
    expect(memoryMultiple(shampoo(), { b: [7] })).toBe(14);
  });
});

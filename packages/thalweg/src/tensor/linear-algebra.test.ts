import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { grad } from "../autodiff/index.ts";
import { Generator } from "../random/index.ts";
import { compile, deviceNames, eigh, eye, qr, type Tensor, type Trace, tensor, useDevice } from "./index.ts";

const drawn = (seed: number, rows: number, columns: number): Float64Array => {
  const generator = new Generator(seed);
  return Float64Array.from({ length: rows * columns }, () => generator.normal());
};

/** The largest difference of two matrices. */
const distance = async (a: Tensor, b: Tensor): Promise<number> => a.sub(b).abs().max().item();

const expectDecomposed = async (a: Tensor, tolerance = 1e-12): Promise<void> => {
  const n = a.shape[0];
  const { values, vectors } = eigh(a);
  const size = Math.max(await a.abs().max().item(), Number.MIN_VALUE);
  expect(await distance(a.matmul(vectors), vectors.mul(values))).toBeLessThanOrEqual(tolerance * n * size);
  expect(await distance(vectors.transpose().matmul(vectors), eye(n, "float64"))).toBeLessThan(tolerance * n);
  const list = await values.data();
  expect(Array.from(list)).toEqual(Array.from(list).sort((x, y) => x - y));
};

const symmetric = (seed: number, n: number): Tensor => {
  const a = tensor(drawn(seed, n, n), [n, n]);
  return a.add(a.transpose()).div(2);
};

describe.each(deviceNames)("on %s", (name) => {
  afterAll(() => useDevice("wasm"));

  describe("eigh", () => {
    it("diagonalizes symmetric matrices of any size", async () => {
      await useDevice(name);
      const sizes = fc.record({ n: fc.integer({ min: 1, max: 24 }), seed: fc.nat() });
      await fc.assert(
        fc.asyncProperty(sizes, ({ n, seed }) => expectDecomposed(symmetric(seed, n))),
        { numRuns: 30 },
      );
      await expectDecomposed(symmetric(7, 120));
    });

    it("takes repeated, zero, huge and tiny eigenvalues, and matrices of low rank", async () => {
      await useDevice(name);
      const { vectors } = eigh(symmetric(2, 5));
      const spectra = [
        [2, 2, 2, 2, 2],
        [-1, -1, 0, 3, 3],
        [0, 0, 0, 0, 1],
        [1e-200, 1e-200, 2e-200, 3e-200, 4e-200],
        [-1e200, 1, 1, 1e100, 1e200],
        [0, 0, 0, 0, 0],
      ];
      for (const spectrum of spectra) {
        const a = vectors.mul(tensor(Float64Array.from(spectrum))).matmul(vectors.transpose());
        await expectDecomposed(a);
        const largest = Math.max(...spectrum.map(Math.abs));
        (await eigh(a).values.data()).forEach((value, index) => {
          expect(Math.abs(value - spectrum[index])).toBeLessThanOrEqual(1e-13 * largest);
        });
      }
    });

    it("sorts a diagonal and keeps its axes", async () => {
      await useDevice(name);
      const a = tensor(Float64Array.of(3, 0, 0, 0, -1, 0, 0, 0, 2), [3, 3]);
      const { values, vectors } = eigh(a);
      expect(Array.from(await values.data())).toEqual([-1, 2, 3]);
      expect(Array.from(await vectors.data(), Math.abs)).toEqual([0, 0, 1, 1, 0, 0, 0, 1, 0]);
      const one = eigh(tensor(Float64Array.of(-4), [1, 1]));
      expect([await one.values.item(), await one.vectors.item()]).toEqual([-4, 1]);
    });

    it("reads the lower triangle, rounds float32, and makes each vector's largest component positive", async () => {
      await useDevice(name);
      const { values, vectors } = eigh(tensor([2, 99, 1, 2], [2, 2]));
      expect([values.dtype, vectors.shape]).toEqual(["float32", [2, 2]]);
      const root = Math.fround(Math.SQRT1_2);
      expect(Array.from(await values.data())).toEqual([1, 3]);
      (await vectors.data()).forEach((value, index) => {
        expect(value).toBeCloseTo([root, root, -root, root][index], 7);
      });
    });

    it("gives NaN for what is not finite", async () => {
      await useDevice(name);
      for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
        const { values, vectors } = eigh(tensor(Float64Array.of(1, 0, value, 1), [2, 2]));
        expect([...(await values.data()), ...(await vectors.data())].every(Number.isNaN)).toBe(true);
      }
    });
  });

  describe("qr", () => {
    it("gives orthonormal columns and a triangle", async () => {
      await useDevice(name);
      const sizes = fc.record({
        m: fc.integer({ min: 1, max: 12 }),
        n: fc.integer({ min: 1, max: 12 }),
        seed: fc.nat(),
      });
      const property = fc.asyncProperty(sizes, async ({ m, n, seed }) => {
        const a = tensor(drawn(seed, m, n), [m, n]);
        const { q, r } = qr(a);
        const k = Math.min(m, n);
        expect([q.shape, r.shape]).toEqual([
          [m, k],
          [k, n],
        ]);
        expect(await distance(q.matmul(r), a)).toBeLessThan(1e-13 * 12);
        expect(await distance(q.transpose().matmul(q), eye(k, "float64"))).toBeLessThan(1e-13);
        (await r.data()).forEach((value, at) => {
          if (at % n < Math.floor(at / n)) expect(value).toBe(0);
        });
      });
      await fc.assert(property, { numRuns: 40 });
    });

    it("has LAPACK's signs, and the unit columns for zeros", async () => {
      await useDevice(name);
      const { q, r } = qr(tensor(Float64Array.of(3, 1, 4, 2), [2, 2]));
      expect(await distance(q, tensor(Float64Array.of(-0.6, -0.8, -0.8, 0.6), [2, 2]))).toBeLessThan(1e-15);
      expect(await distance(r, tensor(Float64Array.of(-5, -2.2, 0, 0.4), [2, 2]))).toBeLessThan(1e-15);
      const zero = qr(tensor(new Float64Array(6), [3, 2]));
      expect(Array.from(await zero.q.data())).toEqual([1, 0, 0, 1, 0, 0]);
      expect(Array.from(await zero.r.data())).toEqual([0, 0, 0, 0]);
    });
  });

  it("runs inside a compiled function, on transposed and cut matrices, with products after it", async () => {
    await useDevice(name);
    const a = tensor(drawn(5, 4, 6), [4, 6]);
    const whitened = compile(
      ({ state, inputs }: Trace<Tensor, Tensor, never>) => {
        const gram = inputs
          .transpose()
          .slice([1, 4])
          .matmul(inputs.slice(null, [1, 4]))
          .add(state);
        const { values, vectors } = eigh(gram);
        const { q } = qr(inputs.transpose());
        return { state: gram, outputs: vectors.div(values.sqrt()).matmul(q.slice([0, 3])) };
      },
      { state: eye(3, "float64") },
    );
    const found = await whitened.run({ inputs: a });
    const gram = a
      .slice(null, [1, 4])
      .transpose()
      .matmul(a.slice(null, [1, 4]))
      .add(eye(3, "float64"));
    const { values, vectors } = eigh(gram);
    const { q, r } = qr(a.transpose());
    expect(await distance(q.matmul(r), a.transpose())).toBeLessThan(1e-13);
    expect(await distance(found, vectors.div(values.sqrt()).matmul(q.slice([0, 3])))).toBeLessThan(1e-13);
    expect(await distance(await whitened.read(), gram)).toBe(0);
  });
});

it("refuses what is no matrix, and gradients", () => {
  const a = symmetric(1, 3);
  expect(() => eigh(a.slice([0, 2]))).toThrow("eigh: takes one square matrix, got [2, 3]");
  expect(() => qr(a.reshape([9]))).toThrow("qr: takes one matrix, got [9]");
  expect(() => grad((x: Tensor) => eigh(x).values.sum())(a)).toThrow("grad: eigh has no gradient");
  expect(() => grad((x: Tensor) => qr(x).r.sum())(a)).toThrow("grad: qr has no gradient");
});

import { describe, expect, it } from "vitest";
import { dense, sequential } from "../../layers/index.ts";
import { crossEntropy } from "../../losses/index.ts";
import { Generator } from "../../random/index.ts";
import { eigh, type Tensor, tensor } from "../../tensor/index.ts";
import { Trainer } from "../../training/index.ts";
import {
  memoryMultiple,
  minimize,
  muon,
  Optimizer,
  type OptimizerSpec,
  route,
  scale,
  transform,
  zeroed,
} from "../index.ts";
import { expectTrajectory, functions, golden } from "../testing/golden.ts";

const drawn = (rows: number, columns: number, seed = 1) => {
  const generator = new Generator(seed);
  return Float64Array.from({ length: rows * columns }, () => generator.normal());
};

/** What one step from zero weights at rate 1 takes off them. */
const stepOn = (gradient: Float64Array, shape: readonly number[], options: Parameters<typeof muon>[0] = {}) => {
  const weights = { w: { data: new Float64Array(gradient.length), shape } };
  new Optimizer(weights, muon({ learningRate: 1, ...options })).step({ w: gradient });
  return tensor(
    weights.w.data.map((value) => -value),
    shape,
  );
};

const singularValues = async (x: Tensor) => Array.from(await eigh(x.transpose().matmul(x)).values.data(), Math.sqrt);

const isMatrix = (_: string, shape: readonly number[]) => shape.length === 2;

const matricesBy = (matrices: OptimizerSpec, others: OptimizerSpec) =>
  route([
    { match: isMatrix, use: matrices },
    { match: () => true, use: others },
  ]);

const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, at) => Math.abs(value - b[at])));

/** [7, 3] less the mean of each row. */
const centered = (matrix: ArrayLike<number>) =>
  Array.from(matrix, (value, at) => {
    const row = at - (at % 3);
    return value - (matrix[row] + matrix[row + 1] + matrix[row + 2]) / 3;
  });

/** Adam that looks ahead, as Optax gives it to what is no matrix. */
const nesterovAdam = transform({
  name: "nesterovAdam",
  config: { learningRate: 0.02, beta1: 0.9, beta2: 0.999 },
  slots: { m: zeroed, v: zeroed },
  knobs: ({ step, beta1, beta2 }) => ({
    now: (1 - beta1) / (1 - beta1 ** step),
    next: beta1 / (1 - beta1 ** (step + 1)),
    vScale: 1 / (1 - beta2 ** step),
  }),
  update: ({ update, m: oldM, v: oldV, learningRate, beta1, beta2, now, next, vScale }) => {
    const m = oldM.mul(beta1).add(update.mul(beta1.neg().add(1)));
    const v = oldV.mul(beta2).add(update.square().mul(beta2.neg().add(1)));
    const ahead = m.mul(next).add(update.mul(now));
    return { update: ahead.div(v.mul(vScale).sqrt().add(1e-8)).mul(learningRate.neg()), m, v };
  },
});

describe("muon", () => {
  it("agrees with Optax 0.2.8, biases by its Adam with look-ahead, to 1e-9", async () => {
    const [expected] = golden("optax").cases.filter(({ optimizer }) => optimizer === "muon");
    const matrices = muon({ learningRate: 0.02, biasCorrection: true, epsilon: 1e-8 });
    await expectTrajectory(expected, matricesBy(matrices, nesterovAdam), 1e-9);
  });

  it("agrees with PyTorch 2.13, whose Newton–Schulz rounds to 8 bits (bfloat16), within 2e-2", async () => {
    const { cases, problems } = golden("torch");
    const [expected] = cases.filter(({ optimizer }) => optimizer === "Muon");
    const start = Object.fromEntries(
      problems.mlp.params.map(({ shape, data }, index) => [`p${index}`, { shape, data }] as const),
    );
    const matrices = muon({ learningRate: 0.02, weightDecay: 0.01, adjustment: "original" });
    const { path, losses } = await minimize(functions.mlp, start, {
      optimizer: matricesBy(matrices, scale(0)),
      steps: 50,
    });
    [0, 1, 2, 9, 49].forEach((before, index) => {
      expect(Math.abs(losses[before] - expected.losses[index])).toBeLessThan(3e-4);
    });
    for (const [update, [w1, b1, w2, b2]] of Object.entries(expected.params)) {
      const { p0, p1, p2, p3 } = path[Number(update)];
      expect(largestDifference(p0, w1)).toBeLessThan(2e-2);
      // The loss does not see what is added to all classes alike, so w2's gradient has no part there. bfloat16 leaves a
      // residue, and five steps multiply it by up to 3.4445⁵ = 485.
      expect(largestDifference(centered(p2), centered(w2))).toBeLessThan(2e-2);
      expect([[...p1], [...p3]]).toEqual([b1, b2]);
    }
  });

  it.each([
    [3, 3],
    [2, 5],
    [6, 4],
  ])("gives an update of [%i, %i] the gradient's singular vectors, and values between 0.6 and 1.25", async (m, n) => {
    const gradient = drawn(m, n);
    const update = stepOn(gradient, [m, n], { adjustment: "none" });
    const values = (await singularValues(update)).slice(-Math.min(m, n));
    expect(Math.min(...values)).toBeGreaterThan(0.6);
    expect(Math.max(...values)).toBeLessThan(1.25);
    // UᵀG is symmetric just when both have the same singular vectors.
    const product = update.transpose().matmul(tensor(gradient, [m, n]));
    expect(await product.sub(product.transpose()).abs().max().item()).toBeLessThan(1e-12);
  });

  it("does not see the gradient's scale when ε = 0", async () => {
    const gradient = drawn(3, 4);
    const [small, large] = [1e-6, 1e6].map((size) =>
      stepOn(
        gradient.map((value) => size * value),
        [3, 4],
        { epsilon: 0 },
      ),
    );
    expect(await small.sub(large).abs().max().item()).toBeLessThan(1e-12);
  });

  it("scales by the shape", async () => {
    const gradient = drawn(2, 8);
    const plain = await stepOn(gradient, [2, 8], { adjustment: "none" }).data();
    const factors = { outOverIn: 2, original: 1, matchRmsAdam: 0.2 * Math.sqrt(8) } as const;
    for (const adjustment of ["outOverIn", "original", "matchRmsAdam"] as const) {
      const scaled = await stepOn(gradient, [2, 8], { adjustment }).data();
      scaled.forEach((value, at) => {
        expect(value).toBeCloseTo(factors[adjustment] * plain[at], 13);
      });
    }
    const tall = await stepOn(drawn(8, 2), [8, 2], { adjustment: "original" }).data();
    const plainTall = await stepOn(drawn(8, 2), [8, 2]).data();
    expect(tall[0]).toBeCloseTo(2 * plainTall[0], 13);
  });

  it("takes the polynomial and the number of steps from its options", async () => {
    // One step with (1, 0, 0) only divides by the norm.
    const update = await stepOn(Float64Array.of(3, 0, 0, 4), [2, 2], {
      newtonSchulzSteps: 1,
      coefficients: [1, 0, 0],
      epsilon: 0,
      nesterov: false,
    }).data();
    [0.6, 0, 0, 0.8].forEach((value, at) => {
      expect(update[at]).toBeCloseTo(value, 14);
    });
    expect(() => muon({ coefficients: [1, Number.NaN, 0] })).toThrow("muon: coefficients must be 3 finite numbers");
    expect(() => muon({ newtonSchulzSteps: 0 })).toThrow("muon: newtonSchulzSteps must be a whole number ≥ 1, got 0");
  });

  it("keeps one number a weight", () => {
    expect(memoryMultiple(muon(), { w: [5, 7] })).toBe(1);
  });

  it("refuses what is no matrix wherever it is put over weights, and takes the rest by route", async () => {
    const message = "muon: takes matrices, got b with shape [7]; give it to another optimizer by route()";
    const weights = { w: { data: new Float64Array(35), shape: [5, 7] }, b: new Float64Array(7) };
    expect(() => new Optimizer(weights, muon())).toThrow(message);
    await expect(
      minimize(({ b }: { b: Tensor }) => b.square().sum(), { b: new Float64Array(7) }, { optimizer: muon(), steps: 1 }),
    ).rejects.toThrow(message);
    const settings = { model: sequential([dense(3)]), loss: crossEntropy(), optimizer: muon(), inputShape: [5] };
    expect(() => new Trainer(settings)).toThrow("muon: takes matrices, got dense/bias with shape [3]");
    const steps = new Optimizer(weights, matricesBy(muon(), scale(-1))).step({ w: drawn(5, 7), b: drawn(1, 7) });
    expect(steps).toEqual({ applied: true, step: 1 });
  });
});

import { describe, expect, it } from "vitest";
import { Draws, type Tensor, tensor } from "../../tensor/index.ts";
import { clouds, small } from "../../training/testing/clouds.ts";
import { type Block, hostKnobs, memoryMultiple, Optimizer, sophia, startingCounters, traceUpdate } from "../index.ts";

const hessian = [
  [4, 1, -2],
  [1, -3, 0.5],
  [-2, 0.5, 0.1],
];

/** ½wᵀHw; its gradient is Hw wherever it is taken. */
const quadratic = ([w]: readonly Tensor[]): Tensor => {
  const row = w.reshape([1, 3]);
  return row
    .matmul(tensor(Float64Array.from(hessian.flat()), [3, 3]))
    .mul(row)
    .sum()
    .mul(0.5);
};

const gradientAt = (w: ArrayLike<number>): number[] =>
  hessian.map((row) => row.reduce((sum, value, i) => sum + value * w[i], 0));

describe("sophia", () => {
  it("is the rule as written, with curvature renewed every k updates", () => {
    const [rate, beta1, beta2, rho, epsilon, lambda, k] = [0.05, 0.8, 0.7, 0.3, 1e-3, 0.1, 3];
    const weights = { w: Float64Array.of(1, -2, 0.5) };
    const optimizer = new Optimizer(
      weights,
      sophia({ learningRate: rate, beta1, beta2, rho, epsilon, weightDecay: lambda, preconditionFrequency: k }),
      { objective: quadratic, seed: 4 },
    );
    const expected = weights.w.slice();
    const m = [0, 0, 0];
    let h = [0, 0, 0];
    for (let t = 1; t <= 9; t++) {
      const gradient = gradientAt(weights.w);
      optimizer.step({ w: gradient });
      const found = Array.from(optimizer.state().slots["scaleBySophia/h/w"]);
      // The estimate is random; between two of them h must not change.
      if (t % k !== 1) expect(found).toEqual(h);
      else expect(found).not.toEqual(h);
      h = found;
      gradient.forEach((g, i) => {
        m[i] = beta1 * m[i] + (1 - beta1) * g;
        const ratio = m[i] / Math.max(rho * h[i], epsilon);
        expected[i] -= rate * (Math.min(1, Math.max(-1, ratio)) + lambda * expected[i]);
        expect(weights.w[i]).toBeCloseTo(expected[i], 13);
      });
    }
  });

  it("estimates the Hessian's diagonal without bias", () => {
    const draws = 4000;
    const sums = [0, 0, 0];
    const weights = { w: Float64Array.of(0, 0, 0) };
    const optimizer = new Optimizer(weights, sophia({ beta2: 0, preconditionFrequency: 1 }), { objective: quadratic });
    for (let draw = 0; draw < draws; draw++) {
      optimizer.step({ w: [0, 0, 0] });
      optimizer.state().slots["scaleBySophia/h/w"].forEach((value, i) => {
        sums[i] += value / draws;
      });
    }
    sums.forEach((mean, i) => {
      // Of a ⊙ Ha with a normal a: variance 2h_ii² + Σ h_ij² over j ≠ i.
      const variance = hessian[i].reduce((sum, value, j) => sum + (i === j ? 2 : 1) * value ** 2, 0);
      expect(Math.abs(mean - hessian[i][i])).toBeLessThan(4 * Math.sqrt(variance / draws));
    });
  });

  it("squares the gradients against drawn labels, times the number of examples", async () => {
    const optimizer = sophia({ beta2: 0.75, estimate: "gaussNewtonBartlett" });
    const { knobs, occasions } = hostKnobs(optimizer, { step: 1, counters: startingCounters(optimizer) });
    const list = (...values: readonly number[]) => tensor(Float64Array.from(values));
    const block: Block = {
      name: "w",
      dtype: "float64",
      length: 2,
      parameters: [{ name: "w", shape: [2], offset: 0 }],
    };
    const [{ slots }] = traceUpdate(optimizer, {
      blocks: [
        {
          block,
          weights: list(1, 2),
          gradient: list(3, 4),
          slots: { "scaleBySophia/m": list(0, 0), "scaleBySophia/h": list(8, 8) },
        },
      ],
      knob: (name) => list(knobs[name]).reshape([]),
      occasions,
      random: new Draws(0),
      objective: {
        gradientAt: (weights) => weights,
        hessianTimes: (vector) => vector,
        sampledGradient: () => ({ gradient: [list(0.5, -1)], examples: 12 }),
      },
    });
    // 0.75·8 + 0.25·12·ĝ²
    expect([...(await slots["scaleBySophia/h"].data())]).toEqual([6.75, 9]);
  });

  it("steps by the sign of m where curvature is small or negative", () => {
    const weights = { w: Float64Array.of(3, 4, 5) };
    const flat = (tensors: readonly Tensor[]): Tensor => tensors[0].mul(2).sum().add(tensors[0].square().mul(-1).sum());
    const optimizer = new Optimizer(weights, sophia({ learningRate: 0.5, weightDecay: 0 }), { objective: flat });
    optimizer.step({ w: [1e-3, -7, 2] });
    expect([...weights.w]).toEqual([2.5, 4.5, 4.5]);
  });

  it.each(["hutchinson", "gaussNewtonBartlett"] as const)(
    "learns in the Trainer with estimates %s",
    async (estimate) => {
      const optimizer = sophia({ learningRate: 0.01, estimate, preconditionFrequency: 5 });
      const trainer = small({ optimizer, inputShape: [5], seed: 3 });
      await trainer.fit(clouds(300), { epochs: 10, batchSize: 50 });
      const { metrics } = await trainer.evaluate(clouds(300, 2));
      expect(metrics.accuracy).toBeGreaterThan(0.9);
    },
  );

  it("says what it needs", () => {
    const weights = { w: Float64Array.of(1, 2, 3) };
    expect(() => new Optimizer(weights, sophia())).toThrow("sophia: differentiates the function twice");
    expect(() => new Optimizer(weights, sophia({ estimate: "gaussNewtonBartlett" }), { objective: quadratic })).toThrow(
      "so it needs a classifier in the Trainer",
    );
    expect(() => sophia({ preconditionFrequency: 0 })).toThrow(
      "sophia: preconditionFrequency must be a whole number ≥ 1, got 0",
    );
    expect(memoryMultiple(sophia(), { w: [4] })).toBe(2);
  });
});

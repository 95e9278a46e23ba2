import { describe, expect, it } from "vitest";
import { nAdam, Optimizer } from "../index.ts";

const walk = (options: Parameters<typeof nAdam>[0], gradients: readonly number[]): number[] => {
  const weights = { w: new Float64Array(1) };
  const optimizer = new Optimizer(weights, nAdam(options));
  return gradients.map((gradient) => {
    optimizer.step({ w: [gradient] });
    return weights.w[0];
  });
};

describe("nAdam", () => {
  it("weighs gradient and momentum by the products of a rising μ", () => {
    const gradients = [4, -3, 5];
    const [beta1, beta2, psi] = [0.8, 0.9, 0.5];
    const mu = (t: number) => beta1 * (1 - 0.5 * 0.96 ** (t * psi));
    let [m, v, product, w] = [0, 0, 1, 0];
    const expected = gradients.map((g, index) => {
      const t = index + 1;
      m = beta1 * m + (1 - beta1) * g;
      v = beta2 * v + (1 - beta2) * g * g;
      product *= mu(t);
      const ahead = ((1 - mu(t)) * g) / (1 - product) + (mu(t + 1) * m) / (1 - product * mu(t + 1));
      w -= (0.1 * ahead) / (Math.sqrt(v / (1 - beta2 ** t)) + 1e-8);
      return w;
    });
    walk({ learningRate: 0.1, beta1, beta2, momentumDecay: psi }, gradients).forEach((value, index) => {
      expect(value).toBeCloseTo(expected[index], 14);
    });
  });

  it("with constant momentum is Adam's m̂ looking ahead", () => {
    // β₁·m/(1 − β₁²) + (1 − β₁)g/(1 − β₁), m = g/2: 0.5·0.5/0.75 + 1 = 4/3 of η.
    const options = { learningRate: 1, beta1: 0.5, epsilon: 0, momentumForm: "constant" as const };
    expect(walk(options, [3])[0]).toBeCloseTo(-4 / 3, 14);
  });

  it("takes β₁ from a schedule into the product", () => {
    const constant = walk({ learningRate: 1, beta1: 0.5 }, [3, 1]);
    expect(walk({ learningRate: 1, beta1: () => 0.5 }, [3, 1])).toEqual(constant);
  });
});

import { describe, expect, it } from "vitest";
import { adaDelta, Optimizer } from "../index.ts";

const walk = (options: Parameters<typeof adaDelta>[0], gradients: readonly number[]): number[] => {
  const weights = { w: new Float64Array(1) };
  const optimizer = new Optimizer(weights, adaDelta(options));
  return gradients.map((gradient) => {
    optimizer.step({ w: [gradient] });
    return weights.w[0];
  });
};

describe("adaDelta", () => {
  it("steps by the ratio of the two roots", () => {
    const gradients = [4, -3, 5];
    const [rho, epsilon] = [0.75, 1e-2];
    let [v, d, w] = [0, 0, 0];
    const expected = gradients.map((g) => {
      v = rho * v + (1 - rho) * g * g;
      const step = (Math.sqrt(d + epsilon) / Math.sqrt(v + epsilon)) * g;
      d = rho * d + (1 - rho) * step * step;
      w -= step;
      return w;
    });
    walk({ rho, epsilon }, gradients).forEach((value, index) => {
      expect(value).toBeCloseTo(expected[index], 14);
    });
  });

  it("does not see the gradient's scale, but for ε", () => {
    const gradients = [4, -3, 5, 1];
    const large = walk(
      { epsilon: 1e-12 },
      gradients.map((g) => 1000 * g),
    );
    walk({ epsilon: 1e-12 }, gradients).forEach((value, index) => {
      expect(Math.abs(value / large[index] - 1)).toBeLessThan(1e-9);
    });
  });

  it("begins with steps of about √(ε/(1 − ρ))", () => {
    expect(walk({ rho: 0.75, epsilon: 1e-6 }, [7])[0]).toBeCloseTo(-2e-3, 9);
  });
});

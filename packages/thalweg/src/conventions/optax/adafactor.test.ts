import { describe, expect, it } from "vitest";
import { memoryMultiple, Optimizer } from "../../optimizers/index.ts";
import { optax } from "../index.ts";

const step = (
  options: Parameters<typeof optax.adafactor>[0],
  shape: readonly number[],
  gradient: readonly number[],
) => {
  const weights = { w: { data: gradient.map(() => 2), shape } };
  const copy = { w: { data: Float64Array.from(weights.w.data), shape } };
  new Optimizer(copy, optax.adafactor(options)).step({ w: gradient });
  return [...copy.w.data];
};

describe("optax.adafactor", () => {
  it("takes first steps of sign(g) times the weights' RMS and the rate", () => {
    const [a, b] = step({ learningRate: 0.1 }, [2], [3, -1]);
    expect(a).toBeCloseTo(2 - 0.1 * 2, 13);
    expect(b).toBeCloseTo(2 + 0.1 * 2, 13);
  });

  it("scales by row and column means once both axes are long enough", () => {
    const gradient = [1, 2, 3, 4];
    const [first] = step({ learningRate: 0.1, factoredFrom: 2, clippingThreshold: 0 }, [2, 2], gradient);
    // Rows 2.5 and 12.5, columns 5 and 10: V = 2.5·5/7.5.
    expect(first).toBeCloseTo(2 - 0.2 / Math.sqrt((2.5 * 5) / 7.5), 13);
    expect(step({ learningRate: 0.1 }, [2, 2], gradient)[0]).toBeCloseTo(1.8, 13);
  });

  it("shortens to RMS d, and leaves short updates alone", () => {
    expect(step({ learningRate: 0.1, clippingThreshold: 0.5 }, [2], [3, -1])[0]).toBeCloseTo(1.9, 13);
    expect(step({ learningRate: 0.1, clippingThreshold: 2 }, [2], [3, -1])[0]).toBeCloseTo(1.8, 13);
  });

  it("decays whatever the rate, and averages by option", () => {
    expect(step({ learningRate: 0.1, weightDecay: 0.25 }, [1], [1])[0]).toBeCloseTo(2 - 0.2 - 0.5, 13);
    expect(step({ learningRate: 0.1, beta1: 0.75 }, [1], [1])[0]).toBeCloseTo(2 - 0.05, 13);
    expect(step({ learningRate: 0.1, scaleParameter: false }, [1], [1])[0]).toBeCloseTo(1.9, 13);
  });

  it("keeps factors of large matrices only", () => {
    const large = memoryMultiple(optax.adafactor(), { w: [200, 200] });
    expect(large).toBeLessThan(0.011);
    expect(memoryMultiple(optax.adafactor(), { w: [100, 200] })).toBeGreaterThanOrEqual(1);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exponential } from "../../schedules/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import { adam, minimize, Optimizer } from "../index.ts";

const square = (w: Tensor): Tensor => w.square().sum();

/** w after each step against given gradients. */
const walk = (options: Parameters<typeof adam>[0], gradients: readonly number[]): number[] => {
  const weights = { w: new Float64Array(1) };
  const optimizer = new Optimizer(weights, adam(options));
  return gradients.map((gradient) => {
    optimizer.step({ w: [gradient] });
    return weights.w[0];
  });
};

describe("adam", () => {
  it("takes steps of almost exactly the rate on w²", async () => {
    const { path } = await minimize(square, [5], { optimizer: adam({ learningRate: 0.01 }), steps: 3 });
    [5, 4.99000000001, 4.9800005268651475, 4.970001931881262].forEach((value, step) => {
      expect(path[step][0]).toBeCloseTo(value, 13);
    });
  });

  it("overshoots without bias correction: 3.16η first, 6.57η at most, at t = 12", () => {
    const path = walk(
      { learningRate: 1, biasCorrection: false, epsilon: 0 },
      Array.from({ length: 30 }, () => 1),
    );
    const steps = path.map((value, index) => (path[index - 1] ?? 0) - value);
    expect(steps[0]).toBeCloseTo(0.1 / Math.sqrt(0.001), 12);
    expect(Math.max(...steps)).toBeCloseTo(6.57, 2);
    expect(steps.indexOf(Math.max(...steps)) + 1).toBe(12);
  });

  it("does not see the gradient's scale when ε = 0", () => {
    const gradient = fc.double({ min: 0.01, max: 100, noNaN: true });
    const signed = fc.tuple(gradient, fc.boolean()).map(([value, negative]) => (negative ? -value : value));
    fc.assert(
      fc.property(
        fc.array(signed, { minLength: 1, maxLength: 8 }),
        fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        (gradients, scale) => {
          const plain = walk({ epsilon: 0 }, gradients);
          const scaled = walk(
            { epsilon: 0 },
            gradients.map((value) => value * scale),
          );
          plain.forEach((value, step) => {
            expect(scaled[step]).toBeCloseTo(value, 12);
          });
        },
      ),
      { numRuns: 30 },
    );
  });

  it("corrects the bias by the product of β when β is a schedule", () => {
    const beta1 = exponential({ initial: 0.9, decay: 0.5 });
    // A constant gradient leaves m̂ = g and √v̂ = |g| whatever β was.
    walk({ learningRate: 1, beta1, epsilon: 0 }, [3, 3, 3, 3]).forEach((value, step) => {
      expect(value).toBeCloseTo(-(step + 1), 12);
    });
  });

  it("leaves weights alone where gradients are 0", () => {
    expect(walk({}, [0, 0, 0])).toEqual([0, 0, 0]);
  });

  it("names a wrong option, its rule and its value", () => {
    expect(() => adam({ beta1: 1.2 })).toThrow("adam: beta1 must be in [0, 1), got 1.2");
    expect(() => adam({ learningRate: -1 })).toThrow("adam: learningRate must be ≥ 0, got -1");
    expect(() => new Optimizer({ w: Float64Array.of(1) }, adam({ beta2: () => 1.5 })).step({ w: [1] })).toThrow(
      "adam: beta2 must be in [0, 1), got 1.5 at step 0",
    );
  });
});

import { describe, expect, it } from "vitest";
import { type AdaBeliefOptions, adaBelief, Optimizer } from "../index.ts";
import { rAdam } from "./r-adam.ts";

/** w after each step against given gradients, from 0. */
const walk = (optimizer: ReturnType<typeof adaBelief>, gradients: readonly number[]): number[] => {
  const weights = { w: new Float64Array(1) };
  const running = new Optimizer(weights, optimizer);
  return gradients.map((gradient) => {
    running.step({ w: [gradient] });
    return weights.w[0];
  });
};

const paper: AdaBeliefOptions = { learningRate: 1, biasCorrection: "both", epsilon: 0, epsilonRoot: 0 };

describe("adaBelief", () => {
  it("steps by hand as the paper says", () => {
    // m: 0.2, 0.08; s: 0.001·1.8², then 0.999 of it + 0.001·1.08².
    const [first, second] = walk(adaBelief(paper), [2, -1]);
    expect(first).toBeCloseTo(-1 / 0.9, 13);
    const s = (0.999 * 0.001 * 1.8 ** 2 + 0.001 * 1.08 ** 2) / (1 - 0.999 ** 2);
    expect(second - first).toBeCloseTo(-(0.08 / 0.19) / Math.sqrt(s), 13);
  });

  it("begins with a tenth of the paper's step where m is not corrected", () => {
    expect(walk(adaBelief({ ...paper, biasCorrection: "second" }), [2])[0]).toBeCloseTo(-0.1 / 0.9, 13);
    expect(walk(adaBelief({ ...paper, biasCorrection: "none" }), [2])[0]).toBeCloseTo(
      -0.2 / 1.8 / Math.sqrt(0.001),
      12,
    );
  });

  it("takes longer steps the better m foretells the gradient", () => {
    const steady = walk(
      adaBelief(paper),
      Array.from({ length: 40 }, () => 1),
    );
    const steps = steady.map((value, index) => (steady[index - 1] ?? 0) - value);
    steps.slice(1).forEach((step, index) => {
      expect(step).toBeGreaterThan(steps[index]);
    });
  });

  it("adds ε to s at every step", () => {
    // Without gradients s is a sum of ε.
    const weights = { w: new Float64Array(1) };
    const optimizer = new Optimizer(weights, adaBelief({ epsilonRoot: 0.5, beta2: 0.5 }));
    optimizer.step({ w: [0] });
    optimizer.step({ w: [0] });
    expect([...optimizer.state().slots["scaleByBelief/s/w"]]).toEqual([0.75]);
  });

  it("takes plain steps of m̂ while nothing is known of the variance, as RAdam does", () => {
    const gradients = [2, -1, 0.5, 3];
    const rectified = walk(adaBelief({ ...paper, rectify: true }), gradients);
    walk(rAdam({ learningRate: 1 }), gradients).forEach((value, index) => {
      expect(rectified[index]).toBeCloseTo(value, 12);
    });
  });

  it("shortens the steps after that", () => {
    const gradients = Array.from({ length: 12 }, (_, index) => Math.sin(index + 1));
    const lengths = (path: readonly number[]) => path.map((value, index) => value - (path[index - 1] ?? 0));
    const plain = lengths(walk(adaBelief(paper), gradients));
    const rectified = lengths(walk(adaBelief({ ...paper, rectify: true }), gradients));
    expect(rectified[8] / plain[8]).toBeGreaterThan(0);
    expect(rectified[8] / plain[8]).toBeLessThan(0.2);
  });

  it("looks ahead with nesterov", () => {
    const [first] = walk(adaBelief({ ...paper, nesterov: true }), [2]);
    expect(first).toBeCloseTo(-((0.9 * 0.2) / 0.19 + 2) / 1.8, 12);
  });

  it("decays weights apart from the averages", () => {
    const weights = { w: Float64Array.of(5) };
    new Optimizer(weights, adaBelief({ learningRate: 0.1, weightDecay: 0.5 })).step({ w: [0] });
    expect(weights.w[0]).toBeCloseTo(5 - 0.1 * 0.5 * 5, 13);
  });

  it("names a wrong correction", () => {
    expect(() => adaBelief({ beta1: 1 })).toThrow("adaBelief: beta1 must be in [0, 1), got 1");
  });
});

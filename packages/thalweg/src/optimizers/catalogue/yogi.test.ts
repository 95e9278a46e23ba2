import { describe, expect, it } from "vitest";
import { adam, Optimizer, yogi } from "../index.ts";

const paper = { initialMomentum: 0, initialAccumulator: 0, biasCorrection: false };

const squares = (options: Parameters<typeof yogi>[0], gradients: readonly number[]): number[] => {
  const optimizer = new Optimizer({ w: new Float64Array(1) }, yogi(options));
  return gradients.map((gradient) => {
    optimizer.step({ w: [gradient] });
    return optimizer.state().slots["scaleByYogi/v/w"][0];
  });
};

describe("yogi", () => {
  it("moves v towards g² by (1 − β₂)g², whatever lies between them", () => {
    const v = squares({ ...paper, beta2: 0.9 }, [10, 10, 1, 1, 1]);
    [10, 20, 19.9, 19.8, 19.7].forEach((value, index) => {
      expect(v[index]).toBeCloseTo(value, 12);
    });
  });

  it("leaves v alone where it is g²", () => {
    expect(squares({ ...paper, beta2: 0.9, initialAccumulator: 4 }, [2, -2])).toEqual([4, 4]);
  });

  it("takes Adam's step as long as v grows", () => {
    const gradients = [1, 2, -3];
    const [a, b] = [{ w: new Float64Array(1) }, { w: new Float64Array(1) }];
    const ours = new Optimizer(
      a,
      yogi({ learningRate: 0.1, beta2: 0.999, epsilon: 0, initialMomentum: 0, initialAccumulator: 0 }),
    );
    const theirs = new Optimizer(b, adam({ learningRate: 0.1, epsilon: 0 }));
    ours.step({ w: [gradients[0]] });
    theirs.step({ w: [gradients[0]] });
    expect(a.w[0]).toBeCloseTo(b.w[0], 14);
    for (const gradient of gradients.slice(1)) {
      ours.step({ w: [gradient] });
      theirs.step({ w: [gradient] });
    }
    // v is a sum of 0.001g² here, an average there: they part in the third digit.
    expect(Math.abs(a.w[0] - b.w[0])).toBeLessThan(1e-3);
    expect(a.w[0]).not.toBe(b.w[0]);
  });

  it("starts with a small m of its own unless told otherwise", () => {
    const weights = { w: new Float64Array(1) };
    new Optimizer(weights, yogi()).step({ w: [0] });
    expect(weights.w[0]).toBeCloseTo((-0.01 * 0.9e-6) / 0.1 / (Math.sqrt(1e-6 / 0.001) + 1e-3), 15);
    const still = { w: new Float64Array(1) };
    new Optimizer(still, yogi({ initialMomentum: 0 })).step({ w: [0] });
    expect(still.w[0]).toBe(0);
  });

  it("decays weights apart from the averages", () => {
    const weights = { w: Float64Array.of(5) };
    new Optimizer(weights, yogi({ learningRate: 0.1, weightDecay: 0.5, initialMomentum: 0 })).step({ w: [0] });
    expect(weights.w[0]).toBeCloseTo(4.75, 13);
  });
});

import { describe, expect, it } from "vitest";
import { fromage, memoryMultiple, Optimizer } from "../index.ts";

const stepped = (options: Parameters<typeof fromage>[0], start: readonly number[], gradient: readonly number[]) => {
  const weights = { w: Float64Array.from(start) };
  new Optimizer(weights, fromage(options)).step({ w: gradient });
  return [...weights.w];
};

describe("fromage", () => {
  it("steps by hand", () => {
    const [x, y] = stepped({ learningRate: 0.75 }, [3, 4], [0, 2]);
    expect(x).toBeCloseTo(2.4, 14);
    expect(y).toBeCloseTo(0.2, 14);
  });

  it("keeps the length of weights that the gradient is at right angles to", () => {
    const [x, y] = stepped({ learningRate: 0.3 }, [3, 4], [-4, 3]);
    expect(Math.hypot(x, y)).toBeCloseTo(5, 13);
  });

  it("takes plain steps from zeros, and none without a gradient", () => {
    const shrink = 1 / Math.sqrt(1.01);
    expect(stepped({ learningRate: 0.1 }, [0, 0], [1, -2])[1]).toBeCloseTo(0.2 * shrink, 14);
    expect(stepped({ learningRate: 0.1 }, [3, 4], [0, 0])).toEqual([3, 4]);
  });

  it("raises norms to a least one", () => {
    expect(stepped({ learningRate: 0.75, minNorm: 1 }, [0, 0], [0, 2])[1]).toBeCloseTo((-0.75 * 2) / 2 / 1.25, 14);
    expect(stepped({ learningRate: 0.75, minNorm: 1 }, [3, 4], [0, 0])[0]).toBeCloseTo(3 / 1.25, 14);
  });

  it("keeps no state", () => {
    expect(memoryMultiple(fromage(), { w: [10, 10] })).toBe(0);
  });
});

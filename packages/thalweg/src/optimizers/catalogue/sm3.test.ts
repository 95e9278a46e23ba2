import { describe, expect, it } from "vitest";
import { adaGrad, memoryMultiple, Optimizer, sm3 } from "../index.ts";

const walk = (optimizer: ReturnType<typeof sm3>, shape: readonly number[], gradients: readonly number[][]) => {
  const weights = { w: { data: new Float64Array(gradients[0].length), shape } };
  const running = new Optimizer(weights, optimizer);
  for (const w of gradients) running.step({ w });
  return { weights: [...weights.w.data], state: running.state().slots };
};

describe("sm3", () => {
  it("keeps the largest ν of each row and column", () => {
    const { weights, state } = walk(
      sm3({ learningRate: 1 }),
      [2, 2],
      [
        [3, 0, 0, 4],
        [4, 4, 0, 0],
      ],
    );
    // ν after the first step: 9, 0, 0, 16; bounds 9, 16 and 9, 16; ν after the second: 25, 25, 9, 16.
    [-1 - 4 / 5, -4 / 5, 0, -1].forEach((value, index) => {
      expect(weights[index]).toBeCloseTo(value, 14);
    });
    expect([...state["scaleBySm3/mu/w"]]).toEqual([25, 16, 25, 25]);
  });

  it("is AdaGrad for vectors", () => {
    const gradients = [
      [1, -2, 3],
      [0.5, 0, -1],
      [2, 1, 1],
    ];
    const exact = walk(adaGrad({ learningRate: 0.1, epsilon: 0 }), [3], gradients.slice(0, 1)).weights;
    expect(walk(sm3({ learningRate: 0.1 }), [3], gradients.slice(0, 1)).weights).toEqual(exact);
    const all = walk(adaGrad({ learningRate: 0.1, epsilon: 0 }), [3], gradients).weights;
    walk(sm3({ learningRate: 0.1 }), [3], gradients).weights.forEach((value, index) => {
      expect(value).toBeCloseTo(all[index], 14);
    });
  });

  it("never takes longer steps than AdaGrad", () => {
    const gradients = [1, 2, 3].map((seed) => Array.from({ length: 12 }, (_, index) => Math.sin(seed * 7 + index * 3)));
    const { state } = walk(sm3(), [3, 4], gradients);
    const rows = [...state["scaleBySm3/mu/w"].slice(0, 3)];
    gradients[0].forEach((_, index) => {
      const sum = gradients.reduce((total, gradient) => total + gradient[index] ** 2, 0);
      expect(rows[Math.floor(index / 4)]).toBeGreaterThanOrEqual(sum - 1e-15);
    });
  });

  it("takes scalars and blocks of three axes", () => {
    expect(walk(sm3({ learningRate: 1 }), [], [[2]]).weights).toEqual([-1]);
    const block = walk(sm3({ learningRate: 1 }), [2, 1, 2], [[1, -2, 3, 0]]);
    expect(block.weights).toEqual([-1, 1, -1, 0]);
    expect([...block.state["scaleBySm3/mu/w"]]).toEqual([4, 9, 9, 9, 4]);
  });

  it("averages steps with momentum", () => {
    expect(walk(sm3({ learningRate: 1, momentum: 0.75 }), [2], [[3, -4]]).weights).toEqual([-0.25, 0.25]);
  });

  it("needs little memory for matrices", () => {
    expect(memoryMultiple(sm3(), { w: [100, 50] })).toBe(0.03);
    expect(memoryMultiple(sm3({ momentum: 0.9 }), { w: [100, 50] })).toBe(1.03);
    expect(memoryMultiple(sm3(), { b: [10] })).toBe(1);
  });
});

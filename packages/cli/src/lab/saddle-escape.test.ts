import { adam, gradientDescent, momentum } from "thalweg/optimizers";
import { surfaceNamed } from "thalweg/problems";
import { describe, expect, it } from "vitest";
import { escapeSaddle } from "./saddle-escape.ts";

const surface = surfaceNamed("saddle");
const near = { start: [0.01, 0.01], most: 1000 };

describe("escapeSaddle", () => {
  it.each([
    ["gradient descent", gradientDescent({ learningRate: 0.01 }), 233],
    ["momentum", momentum({ learningRate: 0.01, beta: 0.9 }), 49],
    ["Adam", adam({ learningRate: 0.01 }), 76],
  ])("takes %s %j updates", (_, optimizer, wanted) => {
    const { steps, path } = escapeSaddle(surface, optimizer, near);
    expect(steps).toBe(wanted);
    expect(path.length).toBe(wanted + 1);
    expect(Math.abs(path[wanted][1])).toBeGreaterThan(1);
    expect(Math.abs(path[wanted - 1][1])).toBeLessThanOrEqual(1);
  });

  it("multiplies y by 1.02 a step of gradient descent", () => {
    const { path } = escapeSaddle(surface, gradientDescent({ learningRate: 0.01 }), near);
    expect(path[100][1]).toBeCloseTo(0.01 * 1.02 ** 100, 12);
    expect(path[100][0]).toBeCloseTo(0.01 * 0.98 ** 100, 12);
  });

  it("goes nowhere from the line that leads to the saddle", () => {
    const { steps, divergedAt, path } = escapeSaddle(surface, gradientDescent({ learningRate: 0.01 }), {
      start: [0.01, 0],
      most: 50,
    });
    expect([steps, divergedAt, path.length]).toEqual([undefined, undefined, 51]);
  });

  it("tells where it diverged", () => {
    const far = { start: [1, 0], most: 1000 };
    const { steps, divergedAt } = escapeSaddle(surface, gradientDescent({ learningRate: 1e100 }), far);
    expect([steps, divergedAt]).toEqual([undefined, 2]);
  });
});

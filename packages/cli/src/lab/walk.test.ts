import { adam, asgd, gradientDescent, momentum, sophia } from "thalweg/optimizers";
import { surfaceNamed } from "thalweg/problems";
import { exponential } from "thalweg/schedules";
import { describe, expect, it } from "vitest";
import { rises, stepsBelow, walk } from "./walk.ts";

const rosenbrock = surfaceNamed("rosenbrock");
const ravine = surfaceNamed("ravine");
const fromLeft = { start: [-1, 1], steps: 5000 };
const digits = (value: number, count = 5): number => Number(value.toPrecision(count));

describe("walk", () => {
  it.each([
    [1e-4, 2.0972],
    [5e-4, 0.040834],
    [1e-3, 0.0036271],
  ])("goes down Rosenbrock's valley at the rate %d to %d", (learningRate, loss) => {
    const { finalLoss, losses, divergedAt } = walk(rosenbrock, gradientDescent({ learningRate }), fromLeft);
    expect(digits(finalLoss)).toBe(loss);
    expect([losses.length, losses[0], losses[5000], divergedAt]).toEqual([5001, 4, finalLoss, undefined]);
  });

  it.each([
    [5e-3, 10],
    [1e-2, 8],
  ])("ends where the rate %d makes the loss infinite, at update %d", (learningRate, update) => {
    const { finalLoss, losses, divergedAt, path } = walk(rosenbrock, gradientDescent({ learningRate }), fromLeft);
    expect(divergedAt).toBe(update);
    expect([losses.length, Number.isFinite(losses[update - 1]), Number.isFinite(finalLoss)]).toEqual([
      update + 1,
      true,
      false,
    ]);
    expect(path[0]).toEqual(Float64Array.of(-1, 1));
  });

  it.each([
    [0, 2.0972, undefined, 0],
    [0.5, 0.4062, undefined, 0],
    [0.9, 0.0035568, 3866, 0],
    [0.99, 3.0e-21, 256, 930],
  ])("gains from momentum %d", (beta, loss, below, risen) => {
    const walked = walk(rosenbrock, momentum({ learningRate: 1e-4, beta }), fromLeft);
    expect(digits(walked.finalLoss, beta === 0.99 ? 2 : 5)).toBe(loss);
    expect([stepsBelow(walked, 1e-2), rises(walked)]).toEqual([below, risen]);
  });

  it("zig-zags across the ravine at 0.019 and leaves it above 0.02", () => {
    const { path, every } = walk(ravine, gradientDescent({ learningRate: 0.019 }), { start: [-1, 1], steps: 50 });
    expect(every).toBe(1);
    for (const [index, [, y]] of path.slice(1).entries()) expect(y / path[index][1]).toBeCloseTo(-0.9, 12);
    const ends = [0.0199, 0.0201].map((learningRate) =>
      walk(ravine, gradientDescent({ learningRate }), { start: [-1, 1], steps: 2000 }),
    );
    expect(ends[0].finalLoss).toBeLessThan(1e-10);
    expect(ends[1].finalLoss).toBeGreaterThan(1e10);
  });

  it("stalls where the rate decays too soon", () => {
    const learningRate = exponential({ initial: 1e-3, decay: 0.999 });
    expect(digits(walk(rosenbrock, gradientDescent({ learningRate }), fromLeft).finalLoss)).toBe(0.4134);
  });

  it("keeps 2000 points of a long path, and its end", () => {
    const { path, every, final } = walk(rosenbrock, adam(), { start: [-1, 1], steps: 4001 });
    expect(every).toBe(3);
    expect(path).toHaveLength(1335);
    expect(path.at(-1)).toEqual(final);
  });

  it("evaluates at the average where the optimizer keeps one", () => {
    const { final, path, finalLoss } = walk(rosenbrock, asgd({ learningRate: 1e-3, t0: 10 }), {
      start: [-1, 1],
      steps: 50,
    });
    expect(final).not.toEqual(path.at(-1));
    expect(finalLoss).toBe(rosenbrock.at(final));
  });

  it("gives the surface to optimizers that differentiate it themselves", () => {
    const specs = [sophia({ learningRate: 0.01, weightDecay: 0 }), adam({ learningRate: 0.01 })];
    for (const spec of specs) expect(walk(ravine, spec, { start: [-1, 1], steps: 2000 }).finalLoss).toBeLessThan(1e-2);
  });

  it("puts noise on gradients that the seed decides", () => {
    const noisy = (seed: number) =>
      walk(ravine, gradientDescent({ learningRate: 0.001 }), { start: [0, 0], steps: 4000, noise: 2, seed });
    expect(noisy(1).losses).toEqual(noisy(1).losses);
    expect(noisy(1).losses).not.toEqual(noisy(2).losses);
    // The variance of x where it no longer changes: η²σ²/(1 − (1 − 2η)²).
    const last = noisy(3).path.slice(1000);
    const variance = last.reduce((sum, [, y]) => sum + y * y, 0) / last.length;
    expect(variance / ((0.001 * 2) ** 2 / (1 - 0.9 ** 2))).toBeCloseTo(1, 0);
  });
});

import { describe, expect, it } from "vitest";
import type { Tensor } from "../tensor/index.ts";
import { tensor } from "../tensor/index.ts";
import { adam, gradientDescent, minimize, momentum } from "./index.ts";

/** (1 − x)² + 100(y − x²)². */
const rosenbrock = (w: Tensor): Tensor => {
  const [x, y] = [w.slice(0), w.slice(1)];
  return x.literal(1).sub(x).square().add(y.sub(x.square()).square().mul(100));
};

describe("minimize", () => {
  it.each([
    ["gradient descent", gradientDescent({ learningRate: 5e-4 }), 0.798131, 0.636104, 0.04083385],
    ["momentum", momentum({ learningRate: 1e-4, beta: 0.9 }), 0.940412, 0.884127, 0.00355685],
  ])("ends 5000 steps of %s on Rosenbrock where it should", async (_, optimizer, x, y, loss) => {
    const { path, losses, reason } = await minimize(rosenbrock, [-1, 1], { optimizer, steps: 5000 });
    expect(path.length).toBe(5001);
    expect(reason).toEqual({ kind: "finished" });
    expect(path[5000][0]).toBeCloseTo(x, 6);
    expect(path[5000][1]).toBeCloseTo(y, 6);
    expect(losses[5000]).toBeCloseTo(loss, 8);
  });

  it("ends 5000 steps of Adam on Rosenbrock in the minimum", async () => {
    const { path, losses } = await minimize(rosenbrock, [-1, 1], {
      optimizer: adam({ learningRate: 0.01 }),
      steps: 5000,
    });
    // (0.999996, 0.999992) in one order of rounding; the last bit moves the end between 1e-13 and 1e-6 in loss.
    expect(path[5000][0]).toBeCloseTo(0.999996, 3);
    expect(path[5000][1]).toBeCloseTo(0.999992, 3);
    expect(losses[5000]).toBeLessThan(1e-6);
  });

  it("says after which update the loss was no longer finite", async () => {
    for (const [learningRate, update] of [
      [5e-3, 10],
      [1e-2, 8],
    ]) {
      const { path, losses, reason } = await minimize(rosenbrock, [-1, 1], {
        optimizer: gradientDescent({ learningRate }),
        steps: 100,
      });
      expect(reason).toEqual({ kind: "diverged", update });
      expect(path.length).toBe(update + 1);
      expect([...losses].map(Number.isFinite).indexOf(false)).toBe(update);
    }
  });

  it("takes a gradient written by hand", async () => {
    const options = { optimizer: momentum({ learningRate: 1e-4 }), steps: 50 };
    const gradient = ([x, y]: Float64Array) => [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)];
    const byHand = await minimize(([x, y]: Float64Array) => (1 - x) ** 2 + 100 * (y - x * x) ** 2, [-1, 1], {
      ...options,
      gradient,
    });
    const differentiated = await minimize(rosenbrock, [-1, 1], options);
    byHand.losses.forEach((loss, step) => {
      expect(loss).toBeCloseTo(differentiated.losses[step], 11);
    });
  });

  it("takes parameters by name, with shapes, and constants of the function", async () => {
    const target = tensor(Float64Array.of(1, 2, 3, 4), [2, 2]);
    const { path } = await minimize(
      ({ a, b }) => a.sub(target).square().sum().add(b.sub(5).square().sum()),
      {
        a: { data: [0, 0, 0, 0], shape: [2, 2] },
        b: [0],
      },
      { optimizer: gradientDescent({ learningRate: 0.25 }), steps: 2 },
    );
    expect([...path[2].a]).toEqual([0.75, 1.5, 2.25, 3]);
    expect([...path[2].b]).toEqual([3.75]);
  });

  it("names what does not fit", async () => {
    const options = { optimizer: adam(), steps: -1 };
    await expect(minimize(rosenbrock, [0, 0], options)).rejects.toThrow(
      "minimize: steps must be a whole number ≥ 0, got -1",
    );
    const wrong = { optimizer: adam(), steps: 1, gradient: () => [1] };
    await expect(minimize(() => 0, [0, 0], wrong)).rejects.toThrow(
      "minimize: the gradient of x must have 2 values, got 1",
    );
  });
});

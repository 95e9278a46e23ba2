import { describe, expect, it } from "vitest";
import { dataset } from "../data/index.ts";
import { dense } from "../layers/index.ts";
import { mse } from "../losses/index.ts";
import { curvatureOf } from "./curvature.ts";
import { samSharpness } from "./sam-sharpness.ts";
import { sharpness } from "./sharpness.ts";
import { points, smallNetwork } from "./testing/small-network.ts";

describe("curvatureOf", () => {
  it("has the gradient and the products that differences of the loss give, whatever the batches", async () => {
    const { network, weights } = await smallNetwork();
    const whole = curvatureOf({ ...network, batchSize: 61 }, weights);
    const { flat, valueAndGradient, hessianTimes } = curvatureOf(network, weights);
    const w = flat(weights);
    const v = w.map((_, index) => Math.cos(index));
    const { loss, gradient } = await valueAndGradient(w);
    expect(loss).toBeCloseTo((await whole.valueAndGradient(w)).loss, 12);
    const beside = (step: number) => valueAndGradient(w.map((value, index) => value + step * v[index]));
    const [up, down] = [await beside(1e-5), await beside(-1e-5)];
    const slope = gradient.reduce((sum, value, index) => sum + value * v[index], 0);
    expect((up.loss - down.loss) / 2e-5).toBeCloseTo(slope, 8);
    const [parts, together] = [await hessianTimes(w, v), await whole.hessianTimes(w, v)];
    parts.forEach((value, index) => {
      expect(value).toBeCloseTo((up.gradient[index] - down.gradient[index]) / 2e-5, 7);
      expect(value).toBeCloseTo(together[index], 12);
    });
  });

  it("refuses weights of another model", async () => {
    const { network } = await smallNetwork();
    expect(() => curvatureOf(network, {})).toThrow(
      'the model\'s "batchNorm/movingMean" has 4 numbers, got no such array; the weights must come from the same model',
    );
  });
});

describe("samSharpness", () => {
  it("is that of a bowl by hand, and grows with steps where the first gradient misleads", async () => {
    // L = ½(x² + 9y²): from (1, 0.01) the gradient points along x, the rise is larger along y.
    const bowl = ([x, y]: Float64Array) => ({ loss: (x * x + 9 * y * y) / 2, gradient: Float64Array.of(x, 9 * y) });
    const at = (steps: number) => samSharpness(bowl, Float64Array.of(1e-4, 1e-5), { radius: 1, steps });
    expect(await samSharpness(bowl, Float64Array.of(2, 0), { radius: 0.5 })).toBeCloseTo(0.5 * (6.25 - 4), 12);
    expect(await at(1)).toBeLessThan(3);
    expect(await at(20)).toBeCloseTo(4.5, 3);
    expect(await samSharpness(bowl, Float64Array.of(0, 0))).toBe(0);
    await expect(samSharpness(bowl, Float64Array.of(0, 0), { radius: 0 })).rejects.toThrow(
      "samSharpness: radius must be a finite number > 0, got 0",
    );
  });
});

describe("sharpness", () => {
  it("of a line fitted to points is that of its normal equations", async () => {
    // L = mean (w·x + b − y)²: the Hessian is 2·[[mean x², mean x], [mean x, 1]] whatever the weights.
    const data = dataset({
      inputs: [[1], [2], [3], [6]],
      targets: { values: Float32Array.of(1, 0, 2, 5), shape: [4, 1] },
    });
    const [xx, x] = [2 * 12.5, 2 * 3];
    const [middle, spread] = [(xx + 2) / 2, Math.hypot((xx - 2) / 2, x)];
    const weights = {
      weight: { shape: [1, 1], values: Float32Array.of(0.5) },
      bias: { shape: [1], values: Float32Array.of(-1) },
    };
    const calls: string[] = [];
    const onProduct = (done: number, total: number) => {
      calls.push(`${done}/${total}`);
    };
    const found = await sharpness({ model: dense(1), loss: mse(), data }, weights, { probes: 4, onProduct });
    expect(found.largest).toBeCloseTo(middle + spread, 10);
    expect(found.smallest).toBeCloseTo(middle - spread, 10);
    expect(Math.abs(found.trace - xx - 2)).toBeLessThanOrEqual(4 * found.traceError + 1e-9);
    expect([found.parameters, found.examples, calls.at(-1)]).toEqual([2, 4, "6/6"]);
    expect(found.loss).toBeCloseTo((1.5 ** 2 + 0 + 1.5 ** 2 + 3 ** 2) / 4, 12);
  });

  it("does not depend on whether float32 will do", async () => {
    const { network, weights } = await smallNetwork();
    const [fine, coarse] = [
      await sharpness(network, weights, { steps: 20 }),
      await sharpness(network, weights, { steps: 20, dtype: "float32" }),
    ];
    expect(fine.examples).toBe(points.inputs.shape[0]);
    expect(coarse.largest / fine.largest).toBeCloseTo(1, 4);
    expect(coarse.trace / fine.trace).toBeCloseTo(1, 4);
    expect(coarse.rise / fine.rise).toBeCloseTo(1, 3);
    expect(fine.rise).toBeGreaterThan(0);
  });
});

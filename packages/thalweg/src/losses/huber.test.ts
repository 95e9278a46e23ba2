import { beforeAll, describe, expect, it } from "vitest";
import { grad } from "../autodiff/index.ts";
import { type Tensor, tensor, useDevice } from "../tensor/index.ts";
import { huber } from "./huber.ts";

describe("huber", () => {
  beforeAll(() => useDevice("reference"));

  it("is quadratic up to delta and linear beyond; slopes are clipped at delta", async () => {
    const output = tensor([1, 2, -5, 0], [4, 1], "float64");
    const target = tensor([0, 0, 0, 0], [4], "float64");
    // ½ + 2(2 − 1) + 2(5 − 1) + 0
    expect(await huber({ delta: 2 }).apply(output, target).item()).toBeCloseTo(10.5 / 4, 14);
    const gradient = await grad((x: Tensor) => huber({ delta: 2 }).apply(x, target))(output).data();
    for (const [index, slope] of [0.25, 0.5, -0.5, 0].entries()) expect(gradient[index]).toBeCloseTo(slope, 14);
  });

  it("names the rule an argument breaks", () => {
    expect(() => huber({ delta: 0 })).toThrow("huber: delta must be finite and > 0, got 0");
    expect(() => huber().check([2], { shape: [3], dtype: "float32" })).toThrow("huber: expected targets [batch, 2]");
  });
});

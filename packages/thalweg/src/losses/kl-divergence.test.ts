import { beforeAll, describe, expect, it } from "vitest";
import { grad } from "../autodiff/index.ts";
import { softmax, type Tensor, tensor, useDevice } from "../tensor/index.ts";
import { klDivergence } from "./kl-divergence.ts";

describe("klDivergence", () => {
  beforeAll(() => useDevice("reference"));
  const logits = tensor(
    [
      [0, Math.log(3)],
      [1e4, -1e4],
    ],
    [2, 2],
    "float64",
  );
  const target = tensor(
    [
      [0.5, 0.5],
      [1, 0],
    ],
    [2, 2],
    "float64",
  );

  it("sums p·log(p/q) over classes and averages over the batch", async () => {
    // q = [¼, ¾] and [1, 0]; the second row agrees.
    const first = 0.5 * Math.log(0.5 / 0.25) + 0.5 * Math.log(0.5 / 0.75);
    expect(await klDivergence().apply(logits, target).item()).toBeCloseTo(first / 2, 14);
    const gradient = await grad((x: Tensor) => klDivergence().apply(x, target))(logits).data();
    for (const [index, slope] of [-0.125, 0.125, 0, 0].entries()) expect(gradient[index]).toBeCloseTo(slope, 14);
  });

  it("is 0 from a distribution to itself", async () => {
    const own = tensor([[0.3, -1, 2]], [1, 3], "float64");
    expect(await klDivergence().apply(own, softmax(own)).item()).toBeCloseTo(0, 14);
  });

  it("refuses labels", () => {
    expect(() => klDivergence().check([3], { shape: [], dtype: "int32" })).toThrow(
      "klDivergence: expected target probabilities [batch, 3], as the output, got int32 [batch]; use crossEntropy()",
    );
  });
});

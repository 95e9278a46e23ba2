import { beforeAll, describe, expect, it } from "vitest";
import { tensor, useDevice } from "../tensor/index.ts";
import { rmsNorm } from "./rms-norm.ts";
import { firstContext } from "./testing/context.ts";
import { expectDifferences } from "./testing/gradients.ts";

describe("rmsNorm", () => {
  beforeAll(() => useDevice("reference"));

  it("divides by the root mean square of the features, then scales", async () => {
    const layer = rmsNorm({ epsilon: 0 });
    const context = { ...firstContext(layer, [2]), parameters: { scale: tensor([2, 10], [2], "float64") } };
    // √((1 + 7²)/2) = 5 and √((6² + 8²)/2) = √50
    const values = await layer
      .apply(
        tensor(
          [
            [1, 7],
            [6, 8],
          ],
          [2, 2],
          "float64",
        ),
        context,
      )
      .y.data();
    for (const [index, value] of [0.4, 14, 12 / Math.sqrt(50), 80 / Math.sqrt(50)].entries())
      expect(values[index]).toBeCloseTo(value, 14);
  });

  it("adds ε to the mean square, and learns no scale when told so", async () => {
    const layer = rmsNorm({ epsilon: 9, scale: false });
    expect(layer.build([2]).parameters).toEqual({});
    const [first] = await layer.apply(tensor([[4, 4]], [1, 2], "float64"), firstContext(layer, [2])).y.data();
    expect(first).toBeCloseTo(0.8, 14);
  });

  it("has the gradients of its central differences", async () => {
    const layer = rmsNorm();
    const { parameters, ...rest } = firstContext(layer, [3]);
    const x = tensor(
      [
        [0.3, -1.2, 2],
        [0.7, 0.4, -1],
      ],
      [2, 3],
      "float64",
    );
    await expectDifferences(
      ({ x: given, ...learned }) =>
        layer
          .apply(given, { ...rest, parameters: learned })
          .y.sin()
          .sum(),
      { x, ...parameters },
    );
  });

  it("names the rule an option breaks", () => {
    expect(() => rmsNorm({ epsilon: Number.NaN })).toThrow("rmsNorm: epsilon must be finite and ≥ 0, got NaN");
  });
});

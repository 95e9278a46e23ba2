import { beforeAll, describe, expect, it } from "vitest";
import { grad } from "../autodiff/index.ts";
import { type Tensor, tensor, useDevice } from "../tensor/index.ts";
import { mae, meanAbsoluteError } from "./mean-absolute-error.ts";

describe("meanAbsoluteError", () => {
  beforeAll(() => useDevice("reference"));

  it("averages distances; its gradient is their sign, 0 at the target", async () => {
    const output = tensor([[1], [4], [-2]], [3, 1], "float64");
    const target = tensor([1, 2, 1], [3], "float64");
    expect(await meanAbsoluteError().apply(output, target).item()).toBeCloseTo(5 / 3, 14);
    const gradient = await grad((x: Tensor) => meanAbsoluteError().apply(x, target))(output).data();
    for (const [index, slope] of [0, 1 / 3, -1 / 3].entries()) expect(gradient[index]).toBeCloseTo(slope, 14);
  });

  it("has a short name and refuses targets of another size", () => {
    expect(mae).toBe(meanAbsoluteError);
    expect(() => mae().check([2, 3], { shape: [3], dtype: "float32" })).toThrow(
      "meanAbsoluteError: expected targets [batch, 2, 3]",
    );
  });
});

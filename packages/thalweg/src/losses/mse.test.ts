import { beforeAll, describe, expect, it } from "vitest";
import { grad } from "../autodiff/index.ts";
import { type Tensor, tensor, useDevice } from "../tensor/index.ts";
import { mse } from "./mse.ts";

describe("mse", () => {
  beforeAll(() => useDevice("reference"));
  const output = tensor([[1], [4], [-2]], [3, 1], "float64");

  it("averages squares, with targets of the output's shape or without its last axis", async () => {
    // (0² + 2² + 3²)/3
    for (const shape of [[3], [3, 1]]) {
      expect(
        await mse()
          .apply(output, tensor([1, 2, 1], shape, "float64"))
          .item(),
      ).toBeCloseTo(13 / 3, 14);
    }
    const gradient = await grad((x: Tensor) => mse().apply(x, tensor(Int32Array.of(1, 2, 1), [3])))(output).data();
    for (const [index, slope] of [0, 4 / 3, -2].entries()) expect(gradient[index]).toBeCloseTo(slope, 14);
  });

  it("refuses targets of another size", () => {
    mse().check([1], { shape: [], dtype: "float32" });
    expect(() => mse().check([2], { shape: [], dtype: "float32" })).toThrow(
      "mse: expected targets [batch, 2], as the output, got [batch]; give the last layer as many units",
    );
  });
});

import { beforeAll, describe, expect, it } from "vitest";
import { tensor, useDevice } from "../tensor/index.ts";
import { binaryCrossEntropy, huber, klDivergence, type Loss, meanAbsoluteError, mse } from "./index.ts";

describe("losses with weights for examples", () => {
  beforeAll(() => useDevice("reference"));
  const output = tensor(
    [
      [1, 0],
      [4, 2],
      [-2, 1],
    ],
    [3, 2],
    "float64",
  );
  const rows = tensor(
    [
      [0.5, 0.5],
      [0.1, 0.9],
      [1, 0],
    ],
    [3, 2],
    "float64",
  );

  it("by hand: (2·1 + 1·9)/3 for squares 1, 4 and 9", async () => {
    const loss = mse().apply(tensor([[1], [2], [3]]), tensor([0, 0, 0]), tensor([2, 0, 1]));
    expect(await loss.item()).toBeCloseTo(11 / 3, 6);
  });

  it.each<Loss>([mse(), meanAbsoluteError(), huber(), binaryCrossEntropy(), klDivergence()])(
    "$name averages the losses of single examples by them",
    async (loss) => {
      const weights = [2, 0.5, 0];
      const alone = await Promise.all(
        weights.map((_, i) => loss.apply(output.slice([i, i + 1]), rows.slice([i, i + 1])).item()),
      );
      const expected = (2 * alone[0] + 0.5 * alone[1]) / 2.5;
      expect(await loss.apply(output, rows, tensor(weights)).item()).toBeCloseTo(expected, 13);
      const equal = await loss.apply(output, rows, tensor([3, 3, 3])).item();
      expect(equal).toBeCloseTo(await loss.apply(output, rows).item(), 13);
      expect(await loss.apply(output, rows, tensor([0, 0, 0])).item()).toBe(0);
    },
  );

  it("binaryCrossEntropy weighs targets of 1", async () => {
    const loss = binaryCrossEntropy({ positiveWeight: 3 });
    const logits = tensor([[0], [Math.log(3)], [-1e4]], [3, 1], "float64");
    // 3·log 2, log 4 for p = ¾ and y = 0, and 3·10⁴
    const expected = (3 * Math.log(2) + Math.log(4) + 3e4) / 3;
    expect(await loss.apply(logits, tensor([1, 0, 1])).item()).toBeCloseTo(expected, 9);
    expect(() => binaryCrossEntropy({ positiveWeight: 0 })).toThrow(
      "binaryCrossEntropy: positiveWeight must be finite and > 0, got 0",
    );
  });
});

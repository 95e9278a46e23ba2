import { beforeAll, describe, expect, it } from "vitest";
import { planOf, programOf } from "../compiler/index.ts";
import { relu, Tensor, tensor, useDevice } from "../tensor/index.ts";
import { reduceWindows, tapsOf } from "./window-reduction.ts";
import { windowsOf } from "./windows.ts";

const way = { stride: 2, dilation: 1, before: 0 };

describe("reductions of windows", () => {
  beforeAll(() => useDevice("reference"));
  const image = tensor([1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 4, 1], "float64").node;
  const windows = windowsOf(image, [way, way], [1, 2], [2, 2]);

  it("list taps in rows", async () => {
    const taps = await Promise.all(tapsOf(windows, 2).map((tap) => new Tensor(tap).data()));
    expect(taps.map((tap) => [...tap])).toEqual([
      [1, 3],
      [2, 4],
      [5, 7],
      [6, 8],
    ]);
  });

  it("take sums and maxima over taps, at once or, of large windows, along one axis after the other", async () => {
    const read = async (...of: Parameters<typeof reduceWindows>) => [
      ...(await new Tensor(reduceWindows(...of)).data()),
    ];
    expect(await read("sum", windows, 2)).toEqual([14, 22]);
    expect(await read("max", windows, 2)).toEqual([6, 8]);
    const values = Float64Array.from({ length: 64 }, (_, index) => (index * 5) % 64);
    const large = windowsOf(tensor(values, [1, 8, 8, 1]).node, [way, way], [1, 1], [7, 8]);
    const seen = values.slice(0, 56);
    expect(await read("sum", large, 2)).toEqual([seen.reduce((sum, value) => sum + value)]);
    expect(await read("max", large, 2)).toEqual([Math.max(...seen)]);
  });

  it("are one kernel with what is around them, and one array before what sees all axes as one", () => {
    const x = tensor(new Float32Array(2 * 6 * 6 * 4), [2, 6, 6, 4]);
    const pooled = (input: Tensor) =>
      new Tensor(reduceWindows("max", windowsOf(input.node, [way, way], [3, 3], [2, 2]), 2));
    const kinds = (y: Tensor) => planOf(programOf([y.node])).plan.instructions.map(({ kind }) => kind);
    expect(kinds(relu(pooled(relu(x))).mul(3))).toEqual(["kernel"]);
    // Nine positions of four channels as one axis: neighbours there are no neighbours in the image.
    const flat = planOf(
      programOf([
        pooled(x)
          .reshape([2, 36])
          .mul(tensor(new Float32Array(36))).node,
      ]),
    ).plan;
    expect(flat.instructions.map(({ kind }) => kind)).toEqual(["kernel", "kernel"]);
    expect(flat.scratchBytes).toBe(320);
  });
});

import { beforeAll, describe, expect, it } from "vitest";
import { type Tensor, tensor, useDevice } from "../tensor/index.ts";
import { groupNorm } from "./group-norm.ts";
import { layerNorm } from "./layer-norm.ts";
import { firstContext } from "./testing/context.ts";
import { expectDifferences } from "./testing/gradients.ts";

const images = tensor(
  Float64Array.from({ length: 48 }, (_, index) => Math.sin(index * 1.7) * (1 + (index % 3))),
  [2, 2, 3, 4],
);

describe("groupNorm", () => {
  beforeAll(() => useDevice("reference"));

  it("normalizes neighbouring channels over all positions of an example", async () => {
    const layer = groupNorm(2, { epsilon: 0 });
    const y = await layer.apply(images, firstContext(layer, [2, 3, 4])).y.data();
    for (const example of [0, 1]) {
      for (const group of [0, 1]) {
        const own = [...y].filter((_, i) => Math.floor(i / 24) === example && Math.floor((i % 4) / 2) === group);
        const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
        expect(own.length).toBe(12);
        expect(mean).toBeCloseTo(0, 14);
        expect(own.reduce((sum, value) => sum + value ** 2, 0) / own.length).toBeCloseTo(1, 13);
      }
    }
  });

  it("with one group and one position is layer normalization", async () => {
    const x = images.reshape([12, 4]);
    const [group, layer] = [groupNorm(1), layerNorm()].map((each): Tensor => each.apply(x, firstContext(each, [4])).y);
    const [a, b] = [await group.data(), await layer.data()];
    for (const [index, value] of b.entries()) expect(a[index]).toBeCloseTo(value, 14);
  });

  it("scales and shifts by channel, or not", () => {
    expect(groupNorm(2).build([5, 5, 6]).parameters).toMatchObject({ scale: { shape: [6] }, shift: { shape: [6] } });
    expect(groupNorm(2, { shift: false, scale: false }).build([6]).parameters).toEqual({});
  });

  it("has the gradients of its central differences", async () => {
    const layer = groupNorm(2, { epsilon: 1e-2 });
    const { parameters, ...rest } = firstContext(layer, [3, 4]);
    await expectDifferences(
      ({ x: given, ...learned }) =>
        layer
          .apply(given, { ...rest, parameters: learned })
          .y.sin()
          .sum(),
      { x: images.reshape([4, 3, 4]).slice([0, 2]), ...parameters },
    );
  });

  it("names the rule an option breaks", () => {
    expect(() => groupNorm(4).build([8, 8, 6], "net/groupNorm")).toThrow(
      "net/groupNorm: expected channels in 4 groups of one size, got [batch, 8, 8, 6] with 6 channels; " +
        "use a number of groups that divides them",
    );
    expect(() => groupNorm(0)).toThrow("groupNorm: groups must be a positive integer, got 0");
  });
});

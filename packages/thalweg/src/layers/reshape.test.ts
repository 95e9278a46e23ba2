import { beforeAll, describe, expect, it } from "vitest";
import { arange, useDevice } from "../tensor/index.ts";
import { reshape } from "./reshape.ts";
import { firstContext } from "./testing/context.ts";

describe("reshape", () => {
  beforeAll(() => useDevice("reference"));

  it("keeps the order of values and works out one extent", async () => {
    const layer = reshape([2, -1]);
    expect(layer.build([3, 4]).outputShape).toEqual([2, 6]);
    const { y } = layer.apply(arange(24).reshape([2, 3, 4]), firstContext(layer, [3, 4]));
    expect(y.shape).toEqual([2, 2, 6]);
    expect([...(await y.data())]).toEqual(Array.from({ length: 24 }, (_, index) => index));
  });

  it("refuses another number of values", () => {
    expect(() => reshape([5, 5, 1]).build([24], "reshape_2")).toThrow(
      "reshape_2: [batch, 24] has 24 values an example and cannot become [batch, 5, 5, 1]",
    );
    expect(() => reshape([5, -1]).build([24])).toThrow("cannot become [batch, 5, -1]");
  });

  it("refuses extents that are none", () => {
    expect(() => reshape([0])).toThrow("reshape: shape must be positive integers, one of them -1 at most, got [0]");
    expect(() => reshape([-1, -1])).toThrow("got [-1, -1]");
  });
});

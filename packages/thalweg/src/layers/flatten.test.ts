import { beforeAll, describe, expect, it } from "vitest";
import { arange, useDevice } from "../tensor/index.ts";
import { flatten } from "./flatten.ts";
import { firstContext } from "./testing/context.ts";

describe("flatten", () => {
  beforeAll(() => useDevice("reference"));

  it("keeps the order of values and the batch axis", async () => {
    const { y } = flatten().apply(arange(24).reshape([2, 3, 4, 1]), firstContext(flatten(), [3, 4, 1]));
    expect(y.shape).toEqual([2, 12]);
    expect([...(await y.data())]).toEqual(Array.from({ length: 24 }, (_, index) => index));
  });

  it("gives single numbers an axis", () => {
    expect(flatten().build([]).outputShape).toEqual([1]);
    expect(flatten().build([28, 28, 1]).outputShape).toEqual([784]);
  });
});

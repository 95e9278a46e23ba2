import { describe, expect, it } from "vitest";
import { fansOf } from "./initializer.ts";

describe("fansOf", () => {
  it("counts inputs and outputs of dense weights, filters, vectors and numbers", () => {
    expect(fansOf([784, 128])).toEqual({ fanIn: 784, fanOut: 128 });
    // A 5×5 filter from 32 to 64 channels: 25 places of each.
    expect(fansOf([5, 5, 32, 64])).toEqual({ fanIn: 25 * 32, fanOut: 25 * 64 });
    expect(fansOf([3, 8, 16])).toEqual({ fanIn: 24, fanOut: 48 });
    expect(fansOf([7])).toEqual({ fanIn: 7, fanOut: 7 });
    expect(fansOf([])).toEqual({ fanIn: 1, fanOut: 1 });
  });
});

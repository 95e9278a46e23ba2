import { describe, expect, it } from "vitest";
import { tensor } from "../tensor/index.ts";
import { guardOver } from "./guard.ts";

const kept = async (gradients: readonly (readonly number[])[]): Promise<number> => {
  const { keep } = guardOver(gradients.map((values) => tensor(values)))();
  return keep(tensor([3]), tensor([2])).item();
};

describe("guardOver", () => {
  it("keeps new values of finite gradients", async () => {
    expect(await kept([[1, -2], [1e19]])).toBe(3);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 2e19])(
    "keeps the old ones for %d",
    async (bad) => {
      expect(await kept([[1, bad], [4]])).toBe(2);
      expect(await kept([[1], [4, bad]])).toBe(2);
    },
  );

  it("knows what was added before it was asked", async () => {
    const gradients = [tensor([1])];
    const verdict = guardOver(gradients);
    gradients.push(tensor(Float64Array.of(Number.NaN)));
    expect(await verdict().bad.item()).toBeNaN();
  });
});

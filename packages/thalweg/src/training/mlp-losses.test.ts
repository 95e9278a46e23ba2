import { expect, it } from "vitest";
import { firstLosses, lossesOfTorch } from "./testing/mlp-losses.ts";

it("trains the network in Node with the losses that torch has", async () => {
  const losses = await firstLosses(lossesOfTorch.length);
  losses.forEach((loss, step) => {
    expect(Math.abs(loss - lossesOfTorch[step])).toBeLessThan(1e-5 * lossesOfTorch[step]);
  });
});

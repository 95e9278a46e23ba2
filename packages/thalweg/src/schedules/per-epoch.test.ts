import { expect, it } from "vitest";
import { perEpoch } from "./per-epoch.ts";
import { step } from "./step.ts";

it("counts epochs of so many updates", () => {
  const rate = perEpoch(step({ initial: 4, factor: 0.5, every: 2 }), 10);
  expect([0, 19, 20, 39, 40].map(rate)).toEqual([4, 4, 2, 2, 1]);
});

it("gives the schedule whole epochs", () => {
  expect([0, 468, 469, 938].map(perEpoch((epoch) => epoch, 469))).toEqual([0, 0, 1, 2]);
});

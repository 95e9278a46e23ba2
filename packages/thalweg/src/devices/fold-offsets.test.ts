import { expect, it } from "vitest";
import { foldOffsets } from "./fold-offsets.ts";

it("lists the places of several axes, the last one fastest", () => {
  const folds = [
    { extent: 2, stride: 10 },
    { extent: 3, stride: 1 },
  ];
  expect([...foldOffsets(folds)]).toEqual([0, 1, 2, 10, 11, 12]);
  expect([...foldOffsets(folds, 4)]).toEqual([0, 4, 8, 40, 44, 48]);
  expect([...foldOffsets([])]).toEqual([0]);
});

import { expect, it } from "vitest";
import type { Item } from "./items.ts";
import { Touching } from "./touching.ts";

const item = (index: number): Item => ({
  index,
  operation: { kind: "input", index },
  inputs: [],
  shape: [],
  dtype: "float32",
});

it("finds the groups that touch any of some items, once each and in order", () => {
  const [a, b, c] = [0, 1, 2].map(item);
  const touching = new Touching();
  for (const [each, at] of [
    [a, 12],
    [b, 3],
    [a, 9],
    [b, 12],
    [a, 9],
  ] as const)
    touching.add(each, at);
  expect(touching.groups([a, b])).toEqual([3, 9, 12]);
  expect(touching.groups([b])).toEqual([3, 12]);
  expect(touching.groups([c])).toEqual([]);
});

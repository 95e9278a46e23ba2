import { expect, it } from "vitest";
import { linear } from "./linear.ts";

it("is a line, then holds its end", () => {
  expect([0, 1, 2, 3, 4, 5].map(linear({ initial: 8, total: 4 }))).toEqual([8, 6, 4, 2, 0, 0]);
  expect([0, 2, 4, 99].map(linear({ initial: 1, final: 3, total: 4 }))).toEqual([1, 2, 3, 3]);
});

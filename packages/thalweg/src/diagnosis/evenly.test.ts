import { expect, it } from "vitest";
import { evenly } from "./evenly.ts";

it("spreads places from the first to the last", () => {
  expect([...evenly(4, 9)]).toEqual([0, 1, 2, 3]);
  expect([...evenly(11, 6)]).toEqual([0, 2, 4, 6, 8, 10]);
  expect([...evenly(1000, 4)]).toEqual([0, 333, 666, 999]);
  expect([...evenly(5, 1)]).toEqual([0]);
  expect([...evenly(0, 3)]).toEqual([]);
});

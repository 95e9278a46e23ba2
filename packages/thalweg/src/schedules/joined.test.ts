import { expect, it } from "vitest";
import { joined } from "./joined.ts";
import { linear } from "./linear.ts";

it("runs each piece from its own step 0", () => {
  const rate = joined([
    { until: 3, schedule: 7 },
    { until: 5, schedule: linear({ initial: 4, total: 4 }) },
    { schedule: (t) => 100 + t },
  ]);
  expect([0, 2, 3, 4, 5, 9].map(rate)).toEqual([7, 7, 4, 3, 100, 104]);
});

it("refuses pieces that do not follow one another", () => {
  expect(() => joined([])).toThrow("joined: pieces must be a list with one item or more, got []");
  expect(() => joined([{ schedule: 1 }, { schedule: 2 }])).toThrow(
    "joined: pieces[0]: until must be a whole number of steps ≥ 1, got undefined",
  );
  expect(() => joined([{ until: 5, schedule: 1 }, { until: 5, schedule: 2 }, { schedule: 3 }])).toThrow(
    "joined: pieces[1]: until must be a whole number of steps ≥ 6, got 5",
  );
  expect(() => joined([{ until: 5, schedule: 1 }])).toThrow("joined: pieces[0]: until must be left out of the last");
});

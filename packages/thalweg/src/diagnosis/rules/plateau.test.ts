import { expect, it } from "vitest";
import { type Standstill, standing } from "../testing/standing.ts";
import { plateau } from "./plateau.ts";
import { saddle } from "./saddle.ts";

it("is a plateau where nothing bends down", () => {
  const verdict = plateau.judge(standing({}));
  expect(verdict).toMatchObject({ confidence: 0.98 });
  expect(verdict?.sentence).toContain("the loss stays at 0.693, and 100 % of the model's numbers");
  expect(saddle.judge(standing({}))).toBeUndefined();
});

it.each<readonly [string, Standstill, Standstill]>([
  ["weights whose gradient is below 0.5 % of the loss", { slope: 0.0049 }, { slope: 0.0051 }],
  ["nothing learned: 15 % of what neighbours tell beyond guessing", { accuracy: 0.559 }, { accuracy: 0.561 }],
  ["no progress over the last quarter", { last: 0.673 }, { last: 0.671 }],
  ["at least 60 updates", { updates: 60 }, { updates: 59 }],
  ["weights that nothing drew to 0", { weightNorm: 2.5 }, { weightNorm: 2.49 }],
])("needs %s", (_, stuck, moving) => {
  expect(plateau.judge(standing(stuck))).toBeDefined();
  expect(plateau.judge(standing(moving))).toBeUndefined();
  expect(saddle.judge(standing({ ...stuck, smallest: -0.1 }))).toBeDefined();
  expect(saddle.judge(standing({ ...moving, smallest: -0.1 }))).toBeUndefined();
});

it("waits for half of the planned updates while the run goes on", () => {
  expect(plateau.judge({ ...standing({ updates: 160 }), ended: false })).toBeDefined();
  expect(plateau.judge({ ...standing({ updates: 159 }), ended: false })).toBeUndefined();
});

import { expect, it } from "vitest";
import { temporaryFolder } from "../testing/folder.ts";
import { outcomesOf } from "./results.ts";
import { writtenRecord } from "./testing/run-json.ts";

const within = temporaryFolder();

it("has scores before extents, and differences to the first run", async () => {
  const one = await writtenRecord(within("1"), { results: { validationLoss: 1.5 } });
  const other = await writtenRecord(within("2"), { results: { testAccuracy: 0.75, testLoss: null } });
  const outcomes = outcomesOf([one, other]);
  expect(outcomes.map(({ name }) => name)).toEqual([
    ...["testLoss", "testAccuracy", "validationLoss", "trainLoss"],
    ...["epochs", "steps", "skipped", "seconds", "millisecondsPerStep", "classAccuracy.Bag"],
  ]);
  const byName = new Map(outcomes.map((each) => [each.name, each]));
  expect(byName.get("testAccuracy")).toEqual({ name: "testAccuracy", values: [0.25, 0.75], differences: [0.5] });
  expect(byName.get("testLoss")?.differences).toEqual([Number.NaN]);
  expect(byName.get("validationLoss")).toMatchObject({ values: [1.5, undefined], differences: [Number.NaN] });
});

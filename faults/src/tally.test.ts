import { expect, it } from "vitest";
import type { Outcome } from "./outcome.ts";
import { reportOf } from "./report.ts";
import { falseAlarmsOf, poorRunsOf, talliesOf } from "./tally.ts";

type Found = Outcome["found"][number];

const outcome = (rule: string, seed: number, found: readonly [Found["id"], Found["severity"]][]): Outcome => ({
  rule,
  problem: rule === "healthy" ? "blobs, sgd" : "blobs",
  seed,
  found: found.map(([id, severity]) => ({ id, severity, confidence: 1 })),
  score: 0.9,
  ...(rule === "healthy" && { least: 0.85 }),
  updates: 100,
  seconds: 0.1,
});

const outcomes = [
  outcome("diverging", 0, [["diverging", "error"]]),
  outcome("diverging", 1, [
    ["rate-too-high", "warning"],
    ["diverging", "error"],
  ]),
  outcome("diverging", 2, [["rate-too-high", "warning"]]),
  outcome("diverging", 3, []),
  outcome("ravine", 0, [["ravine", "warning"]]),
  outcome("healthy", 0, []),
  outcome("healthy", 1, [
    ["plateau", "advice"],
    ["ravine", "warning"],
  ]),
  { ...outcome("healthy", 2, []), score: 0.5 },
];

it("counts what was found, what stood first, and what stood first instead", () => {
  expect(talliesOf(outcomes)).toEqual([
    {
      rule: "diverging",
      runs: 4,
      recall: 0.5,
      first: 0.25,
      instead: [
        { id: "rate-too-high", runs: 2 },
        { id: "nothing", runs: 1 },
      ],
      missed: ["diverging:blobs:2", "diverging:blobs:3"],
    },
    { rule: "ravine", runs: 1, recall: 1, first: 1, instead: [], missed: [] },
  ]);
});

it("names false alarms and runs that are not healthy", () => {
  expect(falseAlarmsOf(outcomes)).toEqual([{ id: "ravine", severity: "warning", case: "healthy:blobs, sgd:1" }]);
  expect(poorRunsOf(outcomes)).toEqual(["healthy:blobs, sgd:2 (0.500)"]);
});

it("makes a table", () => {
  expect(reportOf(outcomes)).toBe(`rule       runs  recall  first  first instead
diverging     4   0.500  0.250  rate-too-high 2, nothing 1
ravine        1   1.000  1.000
all           5   0.600  0.400
not found: diverging:blobs:2, diverging:blobs:3

healthy runs: 3, with a finding of warning or above: 1
  warning: ravine in healthy:blobs, sgd:1
  advice: plateau 1
  too low a score to be called healthy: healthy:blobs, sgd:2 (0.500)`);
});

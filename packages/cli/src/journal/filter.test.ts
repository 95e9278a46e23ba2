import fc from "fast-check";
import { expect, it } from "vitest";
import type { Facts, Value } from "./facts.ts";
import { checkedConditions, holds, readCondition } from "./filter.ts";

const facts: Facts = new Map<string, Value>([
  ["optimizer", "adam"],
  ["learningRate", 1e-3],
  ["hidden", "256,128"],
  ["augment", "none"],
  ["standardize", false],
  ["batchSize", "all"],
  ["testLoss", Number.NaN],
  ["started", "2026-01-31T12:00:00.000Z"],
  ["classAccuracy.T-shirt/top", 0.9],
]);

it.each([
  ["optimizer=adam", true],
  ["optimizer == Adam", true],
  ["optimizer!=adam", false],
  ["learningRate=0.001", true],
  ["learning-rate<=1e-3", true],
  ["rate<1e-3", false],
  ["rate>1e-4", true],
  ["hidden=256,128", true],
  ["augment=none", true],
  ["standardize=false", true],
  ["batchSize=all", true],
  ["batchSize>64", false],
  ["batchSize<64", false],
  ["testLoss=nan", true],
  ["testLoss<1", false],
  ["testLoss!=1", true],
  ["momentum=none", true],
  ["momentum!=none", false],
  ["momentum!=0.9", true],
  ["momentum<1", false],
  ["started>=2026-01-31", true],
  ["started<2026-01-31", false],
  ["classAccuracy.T-shirt/top>=0.9", true],
])("%s: %s", (text, expected) => {
  const [condition] = checkedConditions([readCondition(text)], [facts]);
  expect(holds(condition, facts)).toBe(expected);
});

it.each([
  ["optimizer", "--where: must be a name, one of <= >= != = < > and a value"],
  ["", "got nothing"],
  ["=adam", "must be a name"],
  ["optimizer=", '--where: optimizer= has no value after =; "none" is what is not set'],
])("refuses %j", (text, message) => {
  expect(() => readCondition(text)).toThrow(message);
});

it("refuses names that no run has, and suggests the nearest", () => {
  const check = (text: string) => checkedConditions([readCondition(text)], [facts]);
  expect(() => check("optimzer=adam")).toThrow("no run has a setting or result optimzer; did you mean optimizer?");
  expect(() => check("xyzzyxyzzy=1")).toThrow("no run has a setting or result xyzzyxyzzy; --json lists");
  expect(checkedConditions([readCondition("anything=1")], [])).toHaveLength(1);
});

it("says of numbers what numbers say", () => {
  const number = fc.double({ noNaN: true });
  fc.assert(
    fc.property(number, number, (value, bound) => {
      const of = (sign: string) => holds(readCondition(`x${sign}${bound}`), new Map([["x", value]]));
      expect(["<", "<=", ">", ">=", "=", "!="].map(of)).toEqual([
        value < bound,
        value <= bound,
        value > bound,
        value >= bound,
        value === bound,
        value !== bound,
      ]);
    }),
  );
});

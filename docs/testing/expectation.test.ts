import { describe, expect, it } from "vitest";
import { agrees, expectationOf } from "./expectation.ts";

const holds = (comment: string, actual: unknown): boolean | undefined => {
  const expected = expectationOf(comment);
  return expected && agrees(expected, actual);
};

describe("expectationOf", () => {
  it.each([
    ["52", 52],
    ["-3.5", -3.5],
    ["0.001", Math.fround(0.001)],
    ["0x6b200159", 0x6b200159],
    ["1e-7", 1e-7],
    ["[2, 4]", [2, 4]],
    ["Float64Array [-1.01, 1.01], but for ε", Float64Array.of(-1.01, 1.01)],
    ["10, but for rounding", 10.000000000000002],
    ["4.98: the step is η/√(1 − ρ)", 4.98],
    ["1.526 = 0.29/0.19", 0.29 / 0.19],
    ["log 2 = 0.693…", Math.LN2],
    ["[0.693…, 1]", [Math.LN2, 1]],
    ["(0.125 + 2.5)/2 = 1.3125", 1.3125],
    ['"cosine"', "cosine"],
    ["{ applied: true, step: 1 }", { applied: true, step: 1 }],
    ["{ fanIn: 784, fanOut: 128 }", { fanIn: 784, fanOut: 128 }],
  ])("reads %s", (comment, actual) => {
    expect(holds(comment, actual)).toBe(true);
  });

  it.each([
    ["52", 53],
    ["52", "52"],
    ["0.05", 0.0501],
    ["1.526", 1.527],
    ["0.693…", 0.694],
    ["0.693…", 0.692],
    ["[2, 4]", [2, 4, 6]],
    ['"cosine"', "linear"],
    ["{ applied: true, step: 1 }", { applied: true, step: 2 }],
    ["{ applied: true }", { applied: true, step: 2 }],
  ])("finds that %s is wrong", (comment, actual) => {
    expect(holds(comment, actual)).toBe(false);
  });

  it.each([
    "pixels in [0, 1]",
    "throws: remove the softmax",
    "dense/weight, dense/bias",
    "slow, float64",
    "[60000, 28, 28] for all",
  ])("takes %s as words", (comment) => {
    expect(expectationOf(comment)).toBeUndefined();
  });
});

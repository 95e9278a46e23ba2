import { describe, expect, it } from "vitest";
import {
  batchSize,
  columnNames,
  count,
  fraction,
  fractionBelowOne,
  hiddenSizes,
  notNegative,
  positive,
  threadNumber,
  warmupLength,
} from "./numbers.ts";

describe("numbers", () => {
  it.each([
    [notNegative, "1e-3", 0.001],
    [notNegative, "0", 0],
    [positive, "2.5", 2.5],
    [fractionBelowOne, "0.9", 0.9],
    [count, "10", 10],
    [threadNumber, "64", 64],
  ])("%o reads %s", (read, text, value) => expect(read(text)).toBe(value));

  it.each([
    [notNegative, "-1", "It must be a number ≥ 0."],
    [notNegative, "NaN", "It must be a number ≥ 0."],
    [notNegative, "", "It must be a number ≥ 0."],
    [positive, "0", "It must be a number > 0."],
    [fraction, "0", "It must be a number in (0, 1)."],
    [fractionBelowOne, "1", "It must be a number in [0, 1)."],
    [count, "0", "It must be a whole number ≥ 1."],
    [count, "2.5", "It must be a whole number ≥ 1."],
    [count, "ten", "It must be a whole number ≥ 1."],
    [threadNumber, "0", "It must be a whole number from 1 to 64."],
    [threadNumber, "65", "It must be a whole number from 1 to 64."],
    [threadNumber, "1.5", "It must be a whole number from 1 to 64."],
    [threadNumber, "two", "It must be a whole number from 1 to 64."],
  ])("%o refuses %s", (read, text, rule) => expect(() => read(text)).toThrow(rule));
});

describe("batchSize", () => {
  it("is a number of examples, or all of them", () => {
    expect(batchSize("32")).toBe(32);
    expect(batchSize("all")).toBe("all");
    expect(() => batchSize("0")).toThrow('"all" for batch mode');
    expect(() => batchSize("-3")).toThrow("whole number");
  });
});

describe("hiddenSizes", () => {
  it("is a list of whole numbers, or none", () => {
    expect(hiddenSizes("256,128")).toEqual([256, 128]);
    expect(hiddenSizes("none")).toEqual([]);
    for (const text of ["", "256,", "a", "12.5", "0", "-4"]) {
      expect(() => hiddenSizes(text)).toThrow("whole numbers ≥ 1 with commas");
    }
  });
});

describe("warmupLength", () => {
  it("is a number of steps or a share of them", () => {
    expect(warmupLength("100")).toEqual({ steps: 100 });
    expect(warmupLength("5%")).toEqual({ fraction: 0.05 });
    for (const text of ["", "-1", "1.5", "100%", "-5%", "%", "many"]) {
      expect(() => warmupLength(text)).toThrow("whole number of steps ≥ 0, or a percentage");
    }
  });
});

describe("columnNames", () => {
  it("is names with commas between them", () => {
    expect(columnNames("rooms, floor area")).toEqual(["rooms", "floor area"]);
    expect(() => columnNames("rooms,")).toThrow("names of columns with commas");
  });
});

import { expect, it } from "vitest";
import { type Column, columnLines, cutText, fitted } from "./columns.ts";

const columns: readonly Column[] = [
  { title: "name", isText: true, cells: ["a", "longer"] },
  { title: "rate", isText: false, cells: ["0.001", "1"] },
  { title: "finding", isText: true, cells: ["", "dead"] },
];

it("begins words at the left and ends numbers at the right", () => {
  expect(columnLines(columns)).toEqual(["name     rate  finding", "a       0.001", "longer      1  dead"]);
  expect(columnLines([])).toEqual([""]);
});

it("leaves out columns in the order given, until the rest fits", () => {
  const kept = (width: number, ...expendable: readonly string[]) => {
    const found = fitted(columns, width, expendable);
    return [found.columns.map(({ title }) => title), found.leftOut];
  };
  expect(kept(22, "rate", "finding")).toEqual([["name", "rate", "finding"], []]);
  expect(kept(21, "rate", "finding")).toEqual([["name", "finding"], ["rate"]]);
  expect(kept(6, "none", "finding", "rate")).toEqual([["name"], ["finding", "rate"]]);
  expect(kept(1)).toEqual([["name", "rate", "finding"], []]);
});

it("cuts text", () => {
  expect([cutText("abcdef", 6), cutText("abcdef", 5), cutText("a", Number.POSITIVE_INFINITY)]).toEqual([
    "abcdef",
    "abcd…",
    "a",
  ]);
});

import { expect, it } from "vitest";
import { columns, entryFields, lineWidth } from "./entry.ts";

const long = "word ".repeat(40).trim();

it("aligns columns as wide as the longest cell, and lets the last one go on below", () => {
  expect(
    columns([
      ["adam", "2×", "short"],
      ["gd", "0", "shorter"],
    ]),
  ).toEqual(["  adam  2×  short", "  gd    0   shorter"]);
  const [row] = columns([["a", long]]);
  expect(Math.max(...row.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
  expect(
    row
      .split("\n")
      .slice(1)
      .every((line) => line.startsWith("     word")),
  ).toBe(true);
});

it("keeps within narrow screens", () => {
  const screen = { write: () => undefined, columns: 60 };
  expect([lineWidth(screen), lineWidth({ ...screen, columns: 140 }), lineWidth({ write: screen.write })]).toEqual([
    60, 100, 100,
  ]);
  const lines = [...columns([["a".repeat(20), "2×", long]], 60), ...entryFields([["known issue", long]], 60)];
  expect(
    Math.max(
      ...lines
        .join("\n")
        .split("\n")
        .map((line) => line.length),
    ),
  ).toBeLessThanOrEqual(60);
});

it("keeps fields within a line's width", () => {
  const lines = entryFields([
    ["rule", long],
    ["known issue", "none"],
  ]);
  expect(lines[1]).toBe("  known issue  none");
  expect(Math.max(...lines[0].split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
});

import { expect, it } from "vitest";
import type { Figure } from "../pictures/figure.ts";
import { toldSections } from "./told-sections.ts";

const line: Figure = {
  kind: "line",
  title: "Loss",
  x: { label: "update" },
  y: { label: "loss" },
  series: [
    {
      name: "gd",
      points: [
        [0, 1],
        [1, 2],
      ],
    },
  ],
};
const bars: Figure = { kind: "bars", title: "Shares", y: { label: "share" }, bars: [] };

it("tells text, chart and table with one empty line between them, and no heading twice", () => {
  const lines = toldSections(
    [
      { heading: "First", text: "What it is.", figure: line, table: { head: ["a", "b"], rows: [["1", "2"]] } },
      { heading: "Seen from above", figure: bars },
      { heading: "Loss", figure: line },
    ],
    60,
  );
  expect(lines.slice(0, 4)).toEqual(["First", "What it is.", "", "Loss"]);
  expect(lines).toContain("a  b");
  expect(lines).not.toContain("Seen from above");
  expect(lines.filter((each) => each === "Loss")).toHaveLength(2);
  expect(lines.some((each, index) => each === "" && lines[index + 1] === "")).toBe(false);
});

import { expect, it } from "vitest";
import { stepAxis, valueAxis } from "../pictures/axis.ts";
import type { Point } from "../pictures/chart.ts";
import { terminalChart } from "./terminal-chart.ts";

it("draws a line with its marks", () => {
  const points = Array.from({ length: 11 }, (_, t): Point => [t, t / 10]);
  const lines = terminalChart(points, { x: stepAxis(10), y: valueAxis(0, 1) }, { columns: 36, rows: 6 });
  expect(lines).toEqual([
    "   1 ┤                         ⢀⡠⠔⠒⠉",
    " 0.8 ┤                    ⣀⡠⠤⠒⠊⠁",
    " 0.6 ┤               ⢀⡠⠔⠊⠉",
    " 0.4 ┤          ⣀⡠⠤⠒⠊⠁",
    " 0.2 ┤     ⣀⠤⠒⠊⠉",
    "   0 ┤⣀⠤⠔⠒⠉",
    "     └┬──┬──┬──┬──┬──┬─┬──┬──┬──┬──┬",
    "      0  1  2  3  4  5 6  7  8  9 10",
  ]);
});

it("keeps to its width, whatever the marks", () => {
  const points: readonly Point[] = [
    [0, 0],
    [1_000_000, 3e-7],
  ];
  const axes = { x: stepAxis(1_000_000), y: valueAxis(0, 3e-7) };
  for (const columns of [30, 60, 100]) {
    const lines = terminalChart(points, axes, { columns, rows: 12 });
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
    expect(lines.at(-1)).toContain("0");
  }
});

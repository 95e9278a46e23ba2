import { expect, it } from "vitest";
import { terminalOf } from "./terminal-picture.ts";
import { lossFigure, parallelFigure, usualFigures } from "./testing/figures.ts";
import { hardFigures } from "./testing/hard-figures.ts";

it("has a line of blocks for each of several curves", () => {
  const lines = terminalOf(lossFigure(2, 100), { columns: 60, rows: 10 });
  expect(lines).toEqual([
    "Rosenbrock: loss of each optimizer at its best rate",
    expect.stringContaining("last"),
    expect.stringMatching(/^gradient descent {2}[▁▂▃▄▅▆▇█]+ {2}\s*3\.472$/),
    expect.stringMatching(/^momentum 0\.9 {6}█[▁▂▃▄▅▆▇█]+ {2}\s*3\.015$/),
    "update 0 to 99; loss 3.015 to 4, logarithmic",
  ]);
});

it("lists the lowest results of trials", () => {
  const lines = terminalOf(parallelFigure, { columns: 80, rows: 3 });
  expect(lines[1]).toMatch(/learning rate +beta1 +schedule +final loss/);
  expect(lines).toHaveLength(6);
  expect(lines.at(-1)).toBe("the 3 lowest of 64");
});

it("keeps to its width, and sends no signs that move the cursor", () => {
  for (const figure of [...usualFigures, ...hardFigures, { ...lossFigure(2, 9), title: "\u001b[2Jgone" }]) {
    for (const columns of [20, 40, 100]) {
      for (const line of terminalOf(figure, { columns, rows: 5 })) {
        expect(line.length).toBeLessThanOrEqual(columns);
        expect(line).not.toMatch(/\p{Cc}/u);
        expect(line).not.toContain("undefined");
      }
    }
  }
});

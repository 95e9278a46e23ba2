import { expect, it } from "vitest";
import { pixelOf } from "./curves.ts";
import { drawingOf } from "./drawing.ts";
import type { Figure, Place } from "./figure.ts";
import { readoutOf } from "./readout.ts";
import {
  bandFigure,
  barFigure,
  parallelFigure,
  scatterFigure,
  surfaceFigure,
  usualFigures,
  valleyFigure,
} from "./testing/figures.ts";
import { hardFigures } from "./testing/hard-figures.ts";
import type { View } from "./view.ts";

const view: View = { width: 800, height: 480, isBare: true };

const readAt = (figure: Figure, place: Place, changes: Partial<View> = {}) => {
  const drawing = drawingOf(figure, { ...view, ...changes });
  if (drawing.axes === undefined) throw new Error("the drawing has axes");
  return readoutOf(figure, { ...view, ...changes }, drawing, pixelOf(drawing.axes, drawing.frame, place));
};

it("reads all curves at the nearest place, the nearest curve first", () => {
  const read = readAt(bandFigure, [9.8, 0.31]);
  expect(read?.lines).toEqual(["epoch 10", "sgd with momentum: 0.315 (0.295 to 0.335)", "adamW: 0.28 (0.26 to 0.3)"]);
  expect(read?.places).toHaveLength(2);
  expect(readAt(bandFigure, [9.8, 0.31], { hidden: new Set([1]) })?.lines).toEqual([
    "epoch 10",
    "adamW: 0.28 (0.26 to 0.3)",
  ]);
});

it("reads heights, and points of paths that are near", () => {
  const start = readAt(valleyFigure(), [-1, 1.5], { hidden: new Set([1, 2]) });
  expect(start?.lines[0]).toBe("x -1, y 1.5");
  expect(start?.lines[1]).toMatch(/^f\(x, y\) about 2\d/);
  expect(start?.lines[2]).toBe("gradient descent, point 1 of 2000: (-1, 1.5)");
  expect(readAt(valleyFigure(), [1.5, -0.5])?.lines).toHaveLength(2);
});

it("reads groups, bars and trials", () => {
  const scatter = drawingOf(scatterFigure, view);
  const found = new Set<string>();
  for (let x = 0; x < 800; x += 8) {
    for (let y = 0; y < 480; y += 8)
      for (const line of readoutOf(scatterFigure, view, scatter, [x, y])?.lines ?? []) found.add(line);
  }
  expect(found.size).toBe(30);
  const bars = drawingOf(barFigure, view);
  const { top, height } = bars.frame;
  expect(readoutOf(barFigure, view, bars, [300, top + height / 6])?.lines).toEqual([
    "n = 1",
    "share 0.5",
    "0.49 to 0.51",
  ]);
  expect(readoutOf(barFigure, view, bars, [300, top - 3])).toBeUndefined();
  const parallel = drawingOf(parallelFigure, view);
  const [axis] = [parallel.frame.left];
  const read = readoutOf(parallelFigure, view, parallel, [axis, parallel.frame.top + 30]);
  expect(read?.lines[0]).toMatch(/^trial \d+$/);
  expect(read?.path).toHaveLength(4);
});

it("reads points of paths in space", () => {
  const figure = surfaceFigure();
  const drawing = drawingOf(figure, view);
  const dot = drawing.elements.join("").match(/<circle cx="([\d.]+)" cy="([\d.]+)" r="4" class="open/);
  const read = readoutOf(figure, view, drawing, [Number(dot?.[1]), Number(dot?.[2])]);
  expect(read?.lines[0]).toMatch(/point 1 of .*: \(-1, 1.5\)$/);
});

it("reads something or nothing anywhere", () => {
  for (const figure of [...usualFigures, ...hardFigures]) {
    const drawing = drawingOf(figure, view);
    for (const pointer of [
      [0, 0],
      [400, 240],
      [799, 479],
    ] as const) {
      expect(readoutOf(figure, view, drawing, pointer)?.lines.join() ?? "").not.toContain("undefined");
    }
  }
});

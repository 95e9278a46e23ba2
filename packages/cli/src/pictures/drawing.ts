/** Every kind of figure drawn. */
import { drawBars } from "./bar-drawing.ts";
import { drawContours } from "./contour-drawing.ts";
import type { Figure } from "./figure.ts";
import { drawLines } from "./line-drawing.ts";
import { drawParallel } from "./parallel-drawing.ts";
import { drawScatter } from "./scatter-drawing.ts";
import { drawSurface } from "./surface-drawing.ts";
import type { Drawing, View } from "./view.ts";

export const drawingOf = (figure: Figure, view: View = {}): Drawing => {
  switch (figure.kind) {
    case "line":
      return drawLines(figure, view);
    case "contour":
      return drawContours(figure, view);
    case "surface":
      return drawSurface(figure, view);
    case "parallel":
      return drawParallel(figure, view);
    case "scatter":
      return drawScatter(figure, view);
    case "bars":
      return drawBars(figure, view);
  }
};

/** What can be shown and hidden one by one. */
export const partsOf = (figure: Figure): readonly string[] => {
  switch (figure.kind) {
    case "line":
      return figure.series.map(({ name }) => name);
    case "contour":
    case "surface":
      return figure.paths.map(({ name }) => name);
    case "scatter":
      return figure.groups.map(({ name }) => name);
    case "parallel":
    case "bars":
      return [];
  }
};

/** What there is to read where a pointer is. */
import { barStep } from "./bar-drawing.ts";
import { pixelOf } from "./curves.ts";
import type {
  BarFigure,
  ContourFigure,
  Figure,
  LineFigure,
  ParallelFigure,
  Place,
  ScatterFigure,
  Series,
  SurfaceFigure,
} from "./figure.ts";
import { valueOn } from "./figure-axis.ts";
import { showValue } from "./lettering.ts";
import { shareAt } from "./levels.ts";
import { parallelLines } from "./parallel-drawing.ts";
import { shownPaths } from "./paths.ts";
import { scatterPixel } from "./scatter-drawing.ts";
import { surfacePixel } from "./surface-drawing.ts";
import type { Pixel } from "./svg.ts";
import type { Drawing, View } from "./view.ts";

export interface Readout {
  readonly lines: readonly string[];
  /** Places that are read, to be marked. */
  readonly places: readonly Pixel[];
  /** A line to make stand out, or a vertical one through the place that is read. */
  readonly path?: readonly Pixel[];
}

/** Names that are read at once. */
const most = 12;

const near = 18;

const distance = ([x, y]: Pixel, [a, b]: Pixel): number => Math.hypot(x - a, y - b);

const show = (value: number): string => showValue(value, 6);

const nearestIndex = ({ points }: Series, x: number): number => {
  let best = -1;
  for (const [index, [px]] of points.entries()) {
    if (Number.isFinite(px) && (best < 0 || Math.abs(px - x) < Math.abs(points[best][0] - x))) best = index;
  }
  return best;
};

const readLines = (figure: LineFigure, view: View, { axes, frame }: Drawing, [px, py]: Pixel): Readout | undefined => {
  if (axes === undefined) return undefined;
  const x = valueOn(axes.x, (px - frame.left) / frame.width);
  const read = figure.series.flatMap((series, index) => {
    const found = view.hidden?.has(index) ? -1 : nearestIndex(series, x);
    return found < 0 ? [] : [{ series, point: series.points[found] }];
  });
  if (read.length === 0) return undefined;
  const nearest = read.reduce(
    (best, { point }) => (Math.abs(point[0] - x) < Math.abs(best - x) ? point[0] : best),
    read[0].point[0],
  );
  const there = read
    .filter(({ point }) => point[0] === nearest)
    .map((one) => ({ ...one, pixel: pixelOf(axes, frame, one.point) }))
    .sort((a, b) => Math.abs(a.pixel[1] - py) - Math.abs(b.pixel[1] - py));
  const [across] = pixelOf(axes, frame, [nearest, 1]);
  return {
    lines: [
      `${figure.x.label} ${show(nearest)}`,
      ...there.slice(0, most).map(({ series, point }) => {
        const band = series.band?.find(([at]) => at === point[0]);
        return `${series.name}: ${show(point[1])}${band === undefined ? "" : ` (${show(band[1])} to ${show(band[2])})`}`;
      }),
    ],
    places: there.map(({ pixel }) => pixel).filter((pixel) => pixel.every(Number.isFinite)),
    path: [
      [across, frame.top],
      [across, frame.top + frame.height],
    ],
  };
};

interface Found {
  readonly distance: number;
  readonly pixel: Pixel;
  readonly line: string;
}

/** The nearest point of a path. */
const nearestOnPaths = (
  figure: ContourFigure | SurfaceFigure,
  view: View,
  pointer: Pixel,
  pixelAt: (place: Place) => Pixel | undefined,
): Found | undefined => {
  let best: Found | undefined;
  for (const { name, points, index } of shownPaths(figure, view)) {
    for (const [position, place] of points.entries()) {
      const pixel = place.every(Number.isFinite) ? pixelAt(place) : undefined;
      if (pixel === undefined) continue;
      const away = distance(pixel, pointer);
      if (away > near || (best !== undefined && away >= best.distance)) continue;
      const count = figure.paths[index].points.length;
      best = {
        distance: away,
        pixel,
        line: `${name}, point ${position + 1} of ${count}: (${show(place[0])}, ${show(place[1])})`,
      };
    }
  }
  return best;
};

const readContours = (
  figure: ContourFigure,
  view: View,
  { axes, frame }: Drawing,
  pointer: Pixel,
): Readout | undefined => {
  if (axes === undefined) return undefined;
  const x = valueOn(axes.x, (pointer[0] - frame.left) / frame.width);
  const y = valueOn(axes.y, (frame.top + frame.height - pointer[1]) / frame.height);
  const value = shareAt(figure.grid, { shares: figure.grid.values }, x, y);
  const path = nearestOnPaths(figure, view, pointer, (place) => pixelOf(axes, frame, place));
  return {
    lines: [
      `${figure.x.label} ${showValue(x)}, ${figure.y.label} ${showValue(y)}`,
      ...(Number.isNaN(value) ? [] : [`${figure.z.label} about ${showValue(value)}`]),
      ...(path === undefined ? [] : [path.line]),
    ],
    places: [path?.pixel ?? pointer],
  };
};

const readSurface = (figure: SurfaceFigure, view: View, { frame }: Drawing, pointer: Pixel): Readout | undefined => {
  const pixelAt = surfacePixel(figure, view, frame);
  const path = nearestOnPaths(figure, view, pointer, ([x, y]) => pixelAt(x, y));
  return path === undefined ? undefined : { lines: [path.line], places: [path.pixel] };
};

const readScatter = (
  figure: ScatterFigure,
  view: View,
  { axes, frame }: Drawing,
  pointer: Pixel,
): Readout | undefined => {
  if (axes === undefined) return undefined;
  let best: Found | undefined;
  for (const [group, { name, points }] of figure.groups.entries()) {
    if (view.hidden?.has(group)) continue;
    for (const [index, [x, y]] of points.entries()) {
      const pixel = scatterPixel(figure, axes, frame, group, index);
      const away = distance(pixel, pointer);
      if (!(away <= near) || (best !== undefined && away >= best.distance)) continue;
      const category = figure.x.categories?.[x] ?? `${figure.x.label} ${show(x)}`;
      best = { distance: away, pixel, line: `${name}, ${category}: ${figure.y.label} ${show(y)}` };
    }
  }
  return best === undefined ? undefined : { lines: [best.line], places: [best.pixel] };
};

const readBars = ({ bars, y: scale }: BarFigure, { frame }: Drawing, [, y]: Pixel): Readout | undefined => {
  const step = barStep(frame.height, bars.length);
  const bar = bars.at(Math.floor((y - frame.top) / step));
  if (bar === undefined || y < frame.top || y > frame.top + frame.height) return undefined;
  const interval = bar.low === undefined || bar.high === undefined ? [] : [`${show(bar.low)} to ${show(bar.high)}`];
  return { lines: [bar.name, `${scale.label} ${show(bar.value)}`, ...interval], places: [] };
};

/** How far a pixel is from a line between neighbouring axes. */
const distanceToLine = ([x, y]: Pixel, line: readonly Pixel[]): number => {
  const next = line.findIndex(([at]) => at >= x);
  if (next < 0 || line.length === 0) return Number.POSITIVE_INFINITY;
  if (next === 0) return distance([x, y], line[0]);
  const [before, after] = [line[next - 1], line[next]];
  const share = (x - before[0]) / (after[0] - before[0]);
  return Math.abs(before[1] + share * (after[1] - before[1]) - y);
};

const readParallel = (figure: ParallelFigure, { frame }: Drawing, pointer: Pixel): Readout | undefined => {
  const lines = parallelLines(figure, frame);
  const distances = lines.map((line) => distanceToLine(pointer, line));
  const best = distances.reduce(
    (nearest, value, index) => (nearest < 0 || value < distances[nearest] ? index : nearest),
    -1,
  );
  if (best < 0 || !(distances[best] <= near)) return undefined;
  const { name, values } = figure.rows[best];
  return {
    lines: [
      name,
      ...figure.axes.map(
        ({ label, categories }, index) => `${label} ${categories?.[values[index]] ?? show(values[index])}`,
      ),
    ],
    places: [],
    path: lines[best],
  };
};

/** Undefined where there is nothing to read. */
export const readoutOf = (figure: Figure, view: View, drawing: Drawing, pointer: Pixel): Readout | undefined => {
  switch (figure.kind) {
    case "line":
      return readLines(figure, view, drawing, pointer);
    case "contour":
      return readContours(figure, view, drawing, pointer);
    case "surface":
      return readSurface(figure, view, drawing, pointer);
    case "scatter":
      return readScatter(figure, view, drawing, pointer);
    case "bars":
      return readBars(figure, drawing, pointer);
    case "parallel":
      return readParallel(figure, drawing, pointer);
  }
};

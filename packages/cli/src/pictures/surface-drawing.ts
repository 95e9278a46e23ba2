/** A function of two numbers in space: a mesh, drawn from the far side to the near one, with paths over it. */
import type { Grid, SurfaceFigure } from "./figure.ts";
import { linearAxis } from "./figure-axis.ts";
import { surround } from "./frame-drawing.ts";
import { fitted, showApart, widthOf } from "./lettering.ts";
import { type Heights, heightsInSpace, positionIn, shareAt } from "./levels.ts";
import { meshElements } from "./mesh.ts";
import { pathElements, pathLegend, type ShownPath, shownPaths } from "./paths.ts";
import { type Projection, projectionInto } from "./space.ts";
import { type Frame, line, type Pixel, text, through } from "./svg.ts";
import type { Drawing, View } from "./view.ts";

/** Paths float this much above the ground, so that they do not seem to sink in. */
const float = 0.012;

/** A value as a place from −1 to 1, by its position in the grid, so that steps of the grid are even. */
const centred = (places: readonly number[], value: number): number =>
  (2 * positionIn(places, value)) / (places.length - 1) - 1;

/** Where a place of the surface is drawn; undefined outside of it. */
const pixelOn =
  (grid: Grid, heights: Heights, projection: Projection) =>
  (x: number, y: number): Pixel | undefined => {
    const share = shareAt(grid, heights, x, y);
    if (Number.isNaN(share)) return undefined;
    return projection.pixel(centred(grid.x, x), centred(grid.y, y), share + float);
  };

/** The same for a figure that is drawn into this frame. */
export const surfacePixel = (
  figure: SurfaceFigure,
  view: View,
  frame: Frame,
): ((x: number, y: number) => Pixel | undefined) => {
  const heights = heightsInSpace(figure.grid, view.logZ ?? figure.z.log ?? false);
  if (heights === undefined) return () => undefined;
  return pixelOn(figure.grid, heights, projectionInto(frame, view.turn, view.tilt));
};

const piecesOn = (
  { points }: ShownPath,
  pixelAt: (x: number, y: number) => Pixel | undefined,
): readonly (readonly Pixel[])[] => {
  const found: Pixel[][] = [];
  let isOpen = false;
  for (const [x, y] of points) {
    const pixel = pixelAt(x, y);
    if (pixel !== undefined && !isOpen) found.push([]);
    isOpen = pixel !== undefined;
    if (pixel !== undefined) found[found.length - 1].push(pixel);
  }
  return found;
};

/** The ground's edges and the numbers along the two nearest of them. */
const groundElements = (figure: SurfaceFigure, { pixel, nearness }: Projection, width: number): readonly string[] => {
  const nearV = nearness(0, 1) > nearness(0, -1) ? 1 : -1;
  const nearU = nearness(1, 0) > nearness(-1, 0) ? 1 : -1;
  const edges = [
    [-1, -1, 1, -1],
    [1, -1, 1, 1],
    [1, 1, -1, 1],
    [-1, 1, -1, -1],
  ] as const;
  const along = (direction: "x" | "y"): readonly string[] => {
    const places = figure.grid[direction];
    const [a, b] = [places[0], places[places.length - 1]];
    const axis = linearAxis(Math.min(a, b), Math.max(a, b), 4, true);
    const at = (place: number, out: number): Pixel =>
      direction === "x" ? pixel(place, nearV * out, 0) : pixel(nearU * out, place, 0);
    const [middleX] = pixel(0, 0, 0);
    const [labelX, labelY] = at(0, 1.24);
    const side = labelX < middleX ? "end" : "";
    const room = (side === "end" ? labelX : width - labelX) - 10;
    return [
      ...axis.marks.flatMap((mark) => {
        const [x, y] = at(centred(places, mark), 1);
        const [outX, outY] = at(centred(places, mark), 1.04);
        const [wordX, wordY] = at(centred(places, mark), 1.1);
        return [line(x, y, outX, outY, "tick"), text(wordX, wordY + 9, axis.show(mark), `label ${side}`.trim())];
      }),
      text(labelX, labelY + 14, fitted(figure[direction].label, room), `name ${side}`.trim()),
    ];
  };
  return [
    ...edges.map(([u, v, u2, v2]) => {
      const [from, to] = [pixel(u, v, 0), pixel(u2, v2, 0)];
      return line(from[0], from[1], to[0], to[1], "tick");
    }),
    ...along("x"),
    ...along("y"),
  ];
};

/** Heights along the corner of the ground that is farthest to the left. */
const heightElements = (
  figure: SurfaceFigure,
  heights: Heights,
  { pixel }: Projection,
  isLog: boolean,
): readonly string[] => {
  const corners = (
    [
      [-1, -1],
      [1, -1],
      [1, 1],
      [-1, 1],
    ] as const
  ).map(([u, v]) => ({ u, v, x: pixel(u, v, 0)[0] }));
  const { u, v } = corners.reduce((best, corner) => (corner.x < best.x ? corner : best));
  const [low, high] = [pixel(u, v, 0), pixel(u, v, 1)];
  const marks = [0, 0.25, 0.5, 0.75, 1];
  const words = showApart(marks.map(heights.valueAt));
  const label = isLog ? `${figure.z.label}, log levels` : figure.z.label;
  return [
    line(low[0], low[1], high[0], high[1], "tick"),
    ...marks.flatMap((share, index) => {
      const [x, y] = pixel(u, v, share);
      return [line(x - 4, y, x, y, "tick"), text(x - 8, y + 4, words[index], "label end")];
    }),
    text(Math.max(high[0] - 8, widthOf(label) / 2 + 8), high[1] - 12, label, "name middle"),
  ];
};

export const drawSurface = (figure: SurfaceFigure, view: View): Drawing => {
  const isLogZ = view.logZ ?? figure.z.log ?? false;
  const { grid } = figure;
  const heights = heightsInSpace(grid, isLogZ);
  const paths = shownPaths(figure, view);
  const isDrawable = heights !== undefined && grid.x.length > 1 && grid.y.length > 1;
  const placed = surround(
    {
      title: figure.title,
      legend: pathLegend(paths),
      notes: isDrawable ? [] : ["no value of the surface is finite"],
      left: 56,
      right: 40,
      below: 34,
      height: 640,
    },
    view,
  );
  if (!isDrawable) return placed;
  const projection = projectionInto(placed.frame, view.turn, view.tilt);
  const pixelAt = pixelOn(grid, heights, projection);
  const stars = figure.points.flatMap(({ at: [x, y] }) => {
    const pixel = pixelAt(x, y);
    if (pixel === undefined) return [];
    const [px, py] = pixel;
    const cross = `${through([
      [px - 5, py - 4],
      [px + 5, py + 4],
    ])}${through([
      [px - 5, py + 4],
      [px + 5, py - 4],
    ])}`;
    return [`<path d="${cross}" class="halo"/>`, `<path d="${cross}" class="star"/>`];
  });
  return {
    ...placed,
    elements: [
      ...placed.elements,
      ...groundElements(figure, projection, placed.width),
      ...meshElements(grid, heights, projection),
      ...paths.flatMap((path) => pathElements(path, piecesOn(path, pixelAt))),
      ...stars,
      ...heightElements(figure, heights, projection, isLogZ),
    ],
  };
};

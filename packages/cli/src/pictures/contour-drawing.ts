/** Contours of a function of two numbers, with paths over them. */
import { piecesOf, pixelOf, simplified } from "./curves.ts";
import type { ContourFigure } from "./figure.ts";
import { axisOver, linearAxis } from "./figure-axis.ts";
import { axisElements, roomFor, surround } from "./frame-drawing.ts";
import { fitted, showApart, widthOf } from "./lettering.ts";
import { gapsOf, type Heights, type Level, terrainOf, valueIn } from "./levels.ts";
import { pathElements, pathLegend, shownPaths } from "./paths.ts";
import { heightCount } from "./style.ts";
import { type Frame, line, type Pixel, rectangle, text, through } from "./svg.ts";
import type { Axes, Drawing, Range, View } from "./view.ts";

const rangeOf = (places: readonly number[]): Range => [Math.min(...places), Math.max(...places)];

/** Levels and their lines; the ground below is the lowest. */
const terrainElements = (
  figure: ContourFigure,
  levels: readonly Level[],
  heights: Heights,
  axes: Axes,
  frame: Frame,
): readonly string[] => {
  const { grid } = figure;
  const pixelAt = ([column, row]: readonly [number, number]): Pixel =>
    pixelOf(axes, frame, [valueIn(grid.x, column), valueIn(grid.y, row)]);
  const gap = ([column, row]: readonly [number, number]): string => {
    const [left, bottom] = pixelAt([column - 1, row - 1]);
    const [right, top] = pixelAt([column + 1, row + 1]);
    return rectangle(
      Math.min(left, right),
      Math.min(top, bottom),
      Math.abs(right - left) + 0.5,
      Math.abs(bottom - top) + 0.5,
      "gap",
    );
  };
  return [
    rectangle(frame.left, frame.top, frame.width, frame.height, "h0"),
    ...levels.flatMap(({ rings }, index) => {
      const d = rings.map((ring) => `${through(simplified(ring.map(pixelAt), 0.4))}Z`).join("");
      return d === "" ? [] : [`<path d="${d}" class="level h${index + 1}" fill-rule="evenodd"/>`];
    }),
    ...gapsOf(grid, heights).map(gap),
  ];
};

/** Values at the bounds of every second shade. */
const boundsOf = ({ valueAt }: Heights): readonly string[] =>
  showApart(Array.from({ length: heightCount / 2 + 1 }, (_, index) => valueAt((2 * index) / heightCount)));

/** What the shades mean, at the right. */
const barElements = (
  bounds: readonly string[],
  title: string,
  { left, top, width, height }: Frame,
  room: number,
): readonly string[] => {
  const x = left + width + 16;
  const size = height / heightCount;
  return [
    text(x + room - 18, top - 12, fitted(title, room + width / 2), "label end"),
    ...Array.from({ length: heightCount }, (_, index) =>
      rectangle(x, top + height - (index + 1) * size, 14, size + 0.4, `h${index}`),
    ),
    ...bounds.map((bound, index) => text(x + 20, top + height - 2 * index * size + 4, bound, "label")),
  ];
};

/** Marks of places, such as minima; a name that would touch another one is left out. */
const placeElements = (figure: ContourFigure, axes: Axes, frame: Frame): readonly string[] => {
  const taken: Pixel[] = [];
  return figure.points.flatMap(({ name, at }) => {
    const [x, y] = pixelOf(axes, frame, at);
    const isInside =
      x >= frame.left && x <= frame.left + frame.width && y >= frame.top && y <= frame.top + frame.height;
    if (!isInside) return [];
    const isFree = taken.every(
      ([otherX, otherY]) => Math.abs(otherY - y) > 15 || Math.abs(otherX - x) > widthOf(name) + 16,
    );
    taken.push([x, y]);
    const isLate = x + 9 + widthOf(name) > frame.left + frame.width;
    return [
      `<path d="${through([
        [x - 5, y - 5],
        [x + 5, y + 5],
      ])}${through([
        [x - 5, y + 5],
        [x + 5, y - 5],
      ])}" class="star"/>`,
      ...(isFree ? [text(isLate ? x - 9 : x + 9, y - 7, name, isLate ? "name end over" : "name over")] : []),
    ];
  });
};

/** A sentence where there are no heights. */
const emptyNote = "no value of the surface is finite";

export const drawContours = (figure: ContourFigure, view: View): Drawing => {
  const isLogZ = view.logZ ?? figure.z.log ?? false;
  const { heights, levels } = terrainOf(figure.grid, isLogZ);
  const isNarrow = (view.width ?? 900) < 500;
  const isDrawable = figure.grid.x.length > 1 && figure.grid.y.length > 1;
  const axes = isDrawable
    ? {
        x: axisOver(view.logX ?? figure.x.log ?? false, view.x ?? rangeOf(figure.grid.x), isNarrow ? 4 : 8, true),
        y: axisOver(view.logY ?? figure.y.log ?? false, view.y ?? rangeOf(figure.grid.y), 7, true),
      }
    : { x: linearAxis(0, 1, 5, true), y: linearAxis(0, 1, 5, true) };
  const paths = shownPaths(figure, view);
  const bounds = heights === undefined ? [] : boundsOf(heights);
  const room = heights === undefined ? 0 : Math.max(...bounds.map((bound) => widthOf(bound))) + 44;
  const notes = heights === undefined || !isDrawable ? [emptyNote] : [];
  const placed = surround(
    {
      title: figure.title,
      legend: pathLegend(paths),
      notes,
      left: roomFor(axes.y),
      right: Math.max(24, room + 12),
      below: 48,
      height: 600,
    },
    view,
  );
  const { frame } = placed;
  const clip = `${view.id ?? "picture"}-inside`;
  const bar =
    heights === undefined
      ? []
      : barElements(bounds, isLogZ ? `${figure.z.label}, log levels` : figure.z.label, frame, room);
  return {
    ...placed,
    axes,
    elements: [
      ...placed.elements,
      `<clipPath id="${clip}">${rectangle(frame.left, frame.top, frame.width, frame.height, "")}</clipPath>`,
      `<g clip-path="url(#${clip})">`,
      ...(heights === undefined || !isDrawable ? [] : terrainElements(figure, levels, heights, axes, frame)),
      ...paths.flatMap((path) => pathElements(path, piecesOf(axes, frame, path.points))),
      "</g>",
      ...(isDrawable ? placeElements(figure, axes, frame) : []),
      ...axisElements(axes, frame, { x: figure.x.label, y: figure.y.label }, { hasGrid: false }),
      line(frame.left + frame.width, frame.top, frame.left + frame.width, frame.top + frame.height, "tick"),
      line(frame.left, frame.top, frame.left + frame.width, frame.top, "tick"),
      ...bar,
    ],
  };
};

/** Points of groups over two axes; categories stand side by side, their points a little apart. */
import type { Axis } from "./axis.ts";
import { pixelOf } from "./curves.ts";
import { extentNotes, extentOf, fromZero } from "./extent.ts";
import type { Place, ScatterFigure } from "./figure.ts";
import { axisOver } from "./figure-axis.ts";
import { axisElements, roomFor, surround } from "./frame-drawing.ts";
import { showValue } from "./lettering.ts";
import { colourOf } from "./style.ts";
import { at, type Pixel } from "./svg.ts";
import type { Axes, Drawing, View } from "./view.ts";

/** Shapes that tell groups apart without colour. */
const shapes: readonly ((x: number, y: number) => string)[] = [
  (x, y) => `M${at(x - 4)},${at(y)}a4,4 0 1,0 8,0a4,4 0 1,0 -8,0Z`,
  (x, y) => `M${at(x - 3.5)},${at(y - 3.5)}h7v7h-7Z`,
  (x, y) => `M${at(x)},${at(y - 4.6)}l4.6,8h-9.2Z`,
  (x, y) => `M${at(x)},${at(y - 5)}l5,5l-5,5l-5,-5Z`,
  (x, y) => `M${at(x)},${at(y + 4.6)}l4.6,-8h-9.2Z`,
];

export const markerPath = (index: number, x: number, y: number): string =>
  `<path d="${shapes[Math.floor(index) % shapes.length](x, y)}" class="dot c${colourOf(index)}" fill-opacity="0.75"/>`;

/** Points of a category are drawn beside one another, always in the same way. */
const aside = (group: number, groups: number, index: number): number => {
  const lane = groups < 2 ? 0 : (group / (groups - 1) - 0.5) * 0.5;
  return lane + (((index * 0.618034) % 1) - 0.5) * (groups < 2 ? 0.4 : 0.3 / groups);
};

const categoryAxis = (categories: readonly string[]): Axis => ({
  from: -0.5,
  to: Math.max(1, categories.length) - 0.5,
  marks: categories.map((_, index) => index),
  show: (mark) => categories[mark] ?? "",
});

/** A point as it is drawn. */
export const scatterPlace = (figure: ScatterFigure, group: number, index: number): Place => {
  const [x, y] = figure.groups[group].points[index];
  return figure.x.categories === undefined ? [x, y] : [x + aside(group, figure.groups.length, index), y];
};

export const scatterPixel = (
  figure: ScatterFigure,
  axes: Axes,
  frame: Drawing["frame"],
  group: number,
  index: number,
): Pixel => pixelOf(axes, frame, scatterPlace(figure, group, index));

export const drawScatter = (figure: ScatterFigure, view: View): Drawing => {
  const { categories } = figure.x;
  const shown = figure.groups
    .map((group, index) => ({ ...group, index }))
    .filter(({ index }) => !view.hidden?.has(index));
  const isLogX = categories === undefined && (view.logX ?? figure.x.log ?? false);
  const isLogY = view.logY ?? figure.y.log ?? false;
  const all = shown.flatMap(({ points }) => points.filter((point) => point.every(Number.isFinite)));
  const across = extentOf(
    all.map(([x]) => x),
    isLogX,
  );
  const up = extentOf(
    all.map(([, y]) => y),
    isLogY,
  );
  const lost = shown.reduce((sum, { points }) => sum + points.length, 0) - all.length;
  const ranges = { x: across?.range ?? [1, 10], y: up?.range ?? [1, 10] } as const;
  const axes = {
    x:
      categories === undefined
        ? axisOver(isLogX, view.x ?? ranges.x, (view.width ?? 900) < 500 ? 4 : 8, view.x !== undefined)
        : categoryAxis(categories),
    y: axisOver(isLogY, view.y ?? (isLogY ? ranges.y : fromZero(ranges.y)), 6, view.y !== undefined),
  };
  const notes = [
    ...(across === undefined || up === undefined ? ["no point has a place on these axes"] : []),
    ...(lost === 0 ? [] : [`${lost === 1 ? "1 point is" : `${lost} points are`} not finite and not drawn`]),
    ...(up === undefined ? [] : extentNotes(figure.y.label, up, showValue)),
    ...(across === undefined ? [] : extentNotes(figure.x.label, across, showValue)),
  ];
  const legend =
    shown.length < 2
      ? []
      : shown.map(({ name, index }) => ({ name, sign: (x: number, y: number) => markerPath(index, x + 13, y) }));
  const placed = surround({ title: figure.title, legend, notes, left: roomFor(axes.y), right: 24, below: 48 }, view);
  const { frame } = placed;
  const clip = `${view.id ?? "picture"}-inside`;
  return {
    ...placed,
    axes,
    elements: [
      ...placed.elements,
      ...axisElements(axes, frame, { x: figure.x.label, y: figure.y.label }),
      `<clipPath id="${clip}"><rect x="${frame.left - 5}" y="${frame.top - 5}" width="${frame.width + 10}" height="${frame.height + 10}"/></clipPath>`,
      `<g clip-path="url(#${clip})">`,
      ...shown.flatMap(({ points, index: group }) =>
        points.flatMap((_, index) => {
          const [x, y] = scatterPixel(figure, axes, frame, group, index);
          return Number.isNaN(x) || Number.isNaN(y) ? [] : [markerPath(group, x, y)];
        }),
      ),
      "</g>",
    ],
  };
};

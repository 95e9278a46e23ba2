/** Curves over one axis. */
import { piecesOf, simplified, thinnedByColumn } from "./curves.ts";
import { type Ending, endOf, labelElements } from "./end-labels.ts";
import { extentNotes, extentOf, fromZero } from "./extent.ts";
import type { LineFigure, Series } from "./figure.ts";
import { axisOver, linearAxis, placeOn } from "./figure-axis.ts";
import { axisElements, type LegendEntry, roomFor, surround } from "./frame-drawing.ts";
import { fitted, showValue, widthOf } from "./lettering.ts";
import { colourOf, lineOf } from "./style.ts";
import { circle, type Frame, line, type Pixel, text, through } from "./svg.ts";
import type { Axes, Drawing, View } from "./view.ts";

/** More names than this stand in a legend. */
const mostLabels = 8;

interface Shown {
  readonly index: number;
  readonly series: Series;
}

const shownIn = (figure: LineFigure, hidden?: ReadonlySet<number>): readonly Shown[] =>
  figure.series.map((series, index) => ({ series, index })).filter(({ index }) => !hidden?.has(index));

/** All values of a direction. A value counts only where the other one is finite. */
function* valuesOf(shown: readonly Shown[], direction: 0 | 1) {
  for (const { series } of shown) {
    for (const point of series.points) {
      if (Number.isFinite(point[1 - direction])) yield point[direction];
    }
    for (const [x, low, high] of series.band ?? []) {
      yield* direction === 0 ? [x] : [low, high];
    }
  }
}

/** What the axes of a figure are in a view, and what they cannot show. */
const scalesOf = (figure: LineFigure, view: View, shown: readonly Shown[]) => {
  const isLogX = view.logX ?? figure.x.log ?? false;
  const isLogY = view.logY ?? figure.y.log ?? false;
  const across = extentOf(valuesOf(shown, 0), isLogX);
  const up = extentOf(valuesOf(shown, 1), isLogY);
  if (across === undefined || up === undefined) return undefined;
  const pieces = (view.width ?? 900) < 500 ? 4 : 8;
  const x = axisOver(isLogX, view.x ?? across.range, pieces, true);
  const y = axisOver(isLogY, view.y ?? (isLogY ? up.range : fromZero(up.range)), 6, view.y !== undefined);
  return {
    x,
    y,
    notes: [...extentNotes(figure.x.label, across, showValue), ...extentNotes(figure.y.label, up, showValue)],
  };
};

const signOf = ({ series, index }: Shown): LegendEntry => ({
  name: series.name,
  sign: (x, y) =>
    `<path d="${through([
      [x, y],
      [x + 26, y],
    ])}" ${lineOf(index, series.dashed)}/>`,
});

const thinned = (piece: readonly Pixel[]): readonly Pixel[] => simplified(thinnedByColumn(piece));

const bandElement = ({ series, index }: Shown, axes: Axes, frame: Frame): readonly string[] => {
  const band = (series.band ?? []).filter((part) => part.every(Number.isFinite));
  const upper = piecesOf(
    axes,
    frame,
    band.map(([x, , high]) => [x, high]),
  ).flat();
  // Where a scale has no place for the lower end, the band goes down to the axis.
  const lower = band.map(([x, low]): readonly [number, number] => [
    x,
    Number.isNaN(placeOn(axes.y, low)) ? axes.y.from : low,
  ]);
  const back = piecesOf(axes, frame, lower).flat().reverse();
  if (upper.length < 2 || back.length < 2) return [];
  return [`<path d="${through([...thinned(upper), ...thinned(back)])}Z" class="dot band c${colourOf(index)}"/>`];
};

const curveElements = ({ series, index }: Shown, pieces: readonly (readonly Pixel[])[]): readonly string[] => [
  ...pieces
    .filter(({ length }) => length > 1)
    .map((piece) => `<path d="${through(thinned(piece))}" ${lineOf(index, series.dashed)}/>`),
  ...pieces.filter(({ length }) => length === 1).map(([[x, y]]) => circle(x, y, 3, `dot c${colourOf(index)}`)),
];

/** Vertical lines; words that would touch the ones before go down a row. */
const markElements = (
  { marks = [] }: LineFigure,
  { x }: Axes,
  { left, top, width, height }: Frame,
): readonly string[] => {
  const ends: number[] = [];
  return [...marks]
    .filter((mark) => placeOn(x, mark.x) >= 0 && placeOn(x, mark.x) <= 1)
    .sort((a, b) => a.x - b.x)
    .flatMap((mark) => {
      const place = left + placeOn(x, mark.x) * width;
      const words = fitted(mark.text, width / 2);
      const isLate = place + 6 + widthOf(words) > left + width;
      const start = isLate ? place - 6 - widthOf(words) : place + 6;
      const free = ends.findIndex((end) => end < start);
      const row = free < 0 ? ends.length : free;
      ends[row] = start + widthOf(words);
      return [
        line(place, top, place, top + height, "lost"),
        text(isLate ? place - 6 : place + 6, top + 13 + row * 15, words, isLate ? "label end" : "label"),
      ];
    });
};

/** A picture with a sentence instead of curves. */
const emptyDrawing = (figure: LineFigure, view: View): Drawing => {
  const axes = { x: linearAxis(0, 1, 5, true), y: linearAxis(0, 1) };
  const around = surround({ title: figure.title, left: 60, right: 24, below: 48 }, view);
  const { frame } = around;
  const labels = { x: figure.x.label, y: figure.y.label };
  const words = figure.series.length === 0 ? "there is nothing to draw" : "no value has a place on these axes";
  return {
    ...around,
    elements: [
      ...around.elements,
      ...axisElements({ x: { ...axes.x, marks: [] }, y: { ...axes.y, marks: [] } }, frame, labels),
      text(frame.left + frame.width / 2, frame.top + frame.height / 2, words, "label middle"),
    ],
  };
};

/** Curves with their bands, marks and names. */
export const drawLines = (figure: LineFigure, view: View): Drawing => {
  const shown = shownIn(figure, view.hidden);
  const scales = scalesOf(figure, view, shown);
  if (scales === undefined) return emptyDrawing(figure, view);
  const axes = { x: scales.x, y: scales.y };
  const left = roomFor(axes.y);
  const widest = Math.max(...shown.map(({ series }) => widthOf(series.name))) + 32;
  const mayLabel = !view.isBare && shown.length <= mostLabels && (view.width ?? 900) >= 500;
  const right = mayLabel ? Math.min(widest, 230) : 24;
  const around = (isLabelled: boolean) =>
    surround(
      {
        title: figure.title,
        legend: isLabelled ? [] : shown.map(signOf),
        notes: scales.notes,
        left,
        right: isLabelled ? right : 24,
        below: 48,
      },
      view,
    );
  const piecesIn = (frame: Frame) => shown.map(({ series }) => piecesOf(axes, frame, series.points));
  const direct = around(mayLabel);
  const pieces = piecesIn(direct.frame);
  const endings = shown.flatMap(({ series, index }, position): readonly Ending[] => {
    const end = mayLabel ? endOf(pieces[position], direct.frame) : undefined;
    return end === undefined ? [] : [{ name: series.name, index, end }];
  });
  // A name belongs beside its curve: where one ends early, a legend is clearer.
  const reach = direct.frame.left + 0.8 * direct.frame.width;
  const isLabelled = mayLabel && endings.length === shown.length && endings.every(({ end }) => end[0] >= reach);
  const placed = isLabelled ? direct : around(false);
  const { frame } = placed;
  const drawn = isLabelled ? pieces : piecesIn(frame);
  const clip = `${view.id ?? "picture"}-inside`;
  return {
    ...placed,
    axes,
    elements: [
      ...placed.elements,
      ...axisElements(axes, frame, { x: figure.x.label, y: figure.y.label }),
      `<clipPath id="${clip}"><rect x="${frame.left - 2}" y="${frame.top - 2}" width="${frame.width + 4}" height="${frame.height + 4}"/></clipPath>`,
      `<g clip-path="url(#${clip})">`,
      ...shown.flatMap((one) => bandElement(one, axes, frame)),
      ...shown.flatMap((one, index) => curveElements(one, drawn[index])),
      "</g>",
      ...markElements(figure, axes, frame),
      ...(isLabelled ? labelElements(endings, frame, right) : []),
    ],
  };
};

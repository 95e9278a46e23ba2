/** One line a trial through one axis a setting, coloured by the last axis: the result. */
import type { Axis } from "./axis.ts";
import { extentOf } from "./extent.ts";
import type { ParallelFigure } from "./figure.ts";
import { axisOver, placeOn } from "./figure-axis.ts";
import { surround } from "./frame-drawing.ts";
import { fitted, widthOf } from "./lettering.ts";
import { resultCount } from "./style.ts";
import { type Frame, line, type Pixel, text, through } from "./svg.ts";
import type { Drawing, View } from "./view.ts";

/** Below the axes: where values are drawn that are not finite, such as the loss of a run that diverged. */
const lostDepth = 20;

const categoryAxis = (categories: readonly string[]): Axis => ({
  from: -0.5,
  to: categories.length - 0.5,
  marks: categories.map((_, index) => index),
  show: (mark) => categories[mark] ?? "",
});

const axesOf = ({ axes, rows }: ParallelFigure): readonly Axis[] =>
  axes.map(({ log = false, categories }, index) => {
    if (categories !== undefined) return categoryAxis(categories);
    const extent = extentOf(
      rows.map(({ values }) => values[index]),
      log,
    );
    return axisOver(log, extent?.range ?? [1, 10], 6, true);
  });

/** Where each axis stands. */
export const axisPlace = ({ left, width }: Frame, count: number, index: number): number =>
  count < 2 ? left + width / 2 : left + (width * index) / (count - 1);

/** The lines of the rows, in pixels. */
export const parallelLines = (figure: ParallelFigure, frame: Frame): readonly (readonly Pixel[])[] => {
  const axes = axesOf(figure);
  return figure.rows.map(({ values }) =>
    axes.map((axis, index): Pixel => {
      const place = Number.isFinite(values[index]) ? placeOn(axis, values[index]) : Number.NaN;
      const share = Math.min(1, Math.max(0, place));
      const y = Number.isNaN(place) ? frame.top + frame.height + lostDepth : frame.top + frame.height * (1 - share);
      return [axisPlace(frame, axes.length, index), y];
    }),
  );
};

export const drawParallel = (figure: ParallelFigure, view: View): Drawing => {
  const axes = axesOf(figure);
  const isLost = figure.rows.some(({ values }) => values.some((value) => !Number.isFinite(value)));
  const notes = [
    ...(figure.rows.length === 0 || axes.length === 0 ? ["there are no trials to draw"] : []),
    ...(isLost ? ["dashed lines end below the axes: their results are not finite"] : []),
  ];
  const widest = (axis: Axis | undefined): number =>
    Math.max(30, ...(axis?.marks ?? []).map((mark) => widthOf(axis?.show(mark) ?? "")));
  const placed = surround(
    {
      title: figure.title,
      notes,
      left: Math.min(140, widest(axes[0]) + 30),
      right: Math.min(130, widest(axes.at(-1)) + 44),
      below: isLost ? 40 : 24,
    },
    view,
  );
  const { frame } = placed;
  const last = axes.length - 1;
  const room = last > 0 ? frame.width / last - 14 : frame.width;
  const shareOf = (values: readonly number[]): number =>
    Number.isFinite(values[last]) ? placeOn(axes[last], values[last]) : Number.NaN;
  const lines = parallelLines(figure, frame);
  const order = [...figure.rows.keys()].sort((a, b) => {
    const [one, other] = [shareOf(figure.rows[a].values), shareOf(figure.rows[b].values)];
    return (Number.isNaN(other) ? 2 : other) - (Number.isNaN(one) ? 2 : one);
  });
  const shade = (share: number): number => Math.min(resultCount - 1, Math.max(0, Math.floor(share * resultCount)));
  return {
    ...placed,
    elements: [
      ...placed.elements,
      ...order.map((row) => {
        const share = last < 0 ? Number.NaN : shareOf(figure.rows[row].values);
        return `<path d="${through(lines[row])}" class="${Number.isNaN(share) ? "lost" : `curve thin r${shade(share)}`}"/>`;
      }),
      ...axes.flatMap((axis, index) => {
        const x = axisPlace(frame, axes.length, index);
        const isFirst = index === 0;
        return [
          line(x, frame.top, x, frame.top + frame.height, "tick"),
          ...axis.marks.flatMap((mark) => {
            const y = frame.top + frame.height * (1 - placeOn(axis, mark));
            const words = fitted(axis.show(mark), isFirst ? frame.left - 26 : Math.min(room, 110));
            return [
              line(x - 3, y, x + 3, y, "tick"),
              text(isFirst ? x - 8 : x + 8, y + 4, words, isFirst ? "label end over" : "label over"),
            ];
          }),
          text(x, frame.top - 12, fitted(figure.axes[index].label, Math.max(40, room)), "name middle"),
        ];
      }),
      ...(last < 0
        ? []
        : Array.from({ length: resultCount }, (_, index) => {
            const size = frame.height / resultCount;
            const x = axisPlace(frame, axes.length, last);
            return `<path d="${through([
              [x, frame.top + frame.height - index * size],
              [x, frame.top + frame.height - (index + 1) * size],
            ])}" class="curve r${index}" stroke-width="4"/>`;
          })),
    ],
  };
};

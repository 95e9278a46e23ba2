/** Values side by side, a bar each, with the interval they lie in. */
import { extentNotes, extentOf } from "./extent.ts";
import type { BarFigure } from "./figure.ts";
import { axisOver, placeOn } from "./figure-axis.ts";
import { surround } from "./frame-drawing.ts";
import { fitted, showValue, widthOf } from "./lettering.ts";
import { circle, line, rectangle, text } from "./svg.ts";
import type { Drawing, View } from "./view.ts";

const thickness = 26;

/** The height of a bar's place in a frame. */
export const barStep = (height: number, count: number): number => height / Math.max(1, count);

export const drawBars = (figure: BarFigure, view: View): Drawing => {
  const isLog = view.logY ?? figure.y.log ?? false;
  const { bars } = figure;
  const extent = extentOf(
    bars.flatMap(({ value, low = value, high = value }) => [value, low, high]),
    isLog,
  );
  const [lowest, highest] = extent?.range ?? [0, 1];
  const width = view.width ?? 900;
  // A bar means its length, so it begins at 0; where ratios count, dots stand instead.
  const axis = axisOver(
    isLog,
    isLog ? [lowest, highest] : [Math.min(0, lowest), Math.max(0, highest)],
    width < 500 ? 4 : 8,
    false,
  );
  const names = Math.min(width * 0.34, Math.max(40, ...bars.map(({ name }) => widthOf(name))));
  const numbers = Math.max(40, ...bars.map(({ value }) => widthOf(showValue(value))));
  const notes =
    bars.length === 0
      ? ["there is nothing to draw"]
      : extent === undefined
        ? ["no value has a place on this axis"]
        : extentNotes(figure.y.label, extent, showValue);
  const placed = surround(
    {
      title: figure.title,
      notes,
      left: names + 30,
      right: numbers + 26,
      below: 48,
      height: Math.max(220, 140 + bars.length * thickness),
    },
    { ...view, height: view.height === undefined ? undefined : Math.max(view.height, 130 + bars.length * 18) },
  );
  const { frame } = placed;
  const across = (value: number): number =>
    frame.left + Math.min(1.02, Math.max(0, placeOn(axis, value))) * frame.width;
  const step = barStep(frame.height, bars.length);
  const bottom = frame.top + frame.height;
  const one = ({ name, value, low, high }: BarFigure["bars"][number], index: number): readonly string[] => {
    const y = frame.top + (index + 0.5) * step;
    const thick = Math.min(18, step * 0.66);
    const label = text(frame.left - 8, y + 4, fitted(name, names), "name end");
    const number = text(frame.left + frame.width + 12, y + 4, showValue(value), "name");
    if (!Number.isFinite(value) || Number.isNaN(placeOn(axis, value))) return [label, number];
    const start = isLog ? frame.left : across(0);
    const hasInterval =
      low !== undefined &&
      high !== undefined &&
      Number.isFinite(low) &&
      Number.isFinite(high) &&
      !Number.isNaN(placeOn(axis, high));
    const lowPlace = hasInterval && !Number.isNaN(placeOn(axis, low)) ? across(low) : frame.left;
    const highPlace = hasInterval ? across(high) : 0;
    return [
      label,
      isLog
        ? circle(across(value), y, 4.5, "dot c1")
        : rectangle(Math.min(start, across(value)), y - thick / 2, Math.abs(across(value) - start), thick, "dot c1"),
      ...(hasInterval
        ? [
            line(lowPlace, y, highPlace, y, "star"),
            line(lowPlace, y - 4, lowPlace, y + 4, "star"),
            line(highPlace, y - 4, highPlace, y + 4, "star"),
          ]
        : []),
      number,
    ];
  };
  return {
    ...placed,
    elements: [
      ...placed.elements,
      ...axis.marks.flatMap((mark) => [
        line(across(mark), frame.top, across(mark), bottom, "grid"),
        text(across(mark), bottom + 18, axis.show(mark), "label middle"),
      ]),
      ...(axis.minor ?? []).map((mark) => line(across(mark), bottom, across(mark), bottom + 3, "tick thin")),
      text(frame.left + frame.width / 2, bottom + 38, figure.y.label, "label middle"),
      ...bars.flatMap(one),
      line(isLog ? frame.left : across(0), frame.top, isLog ? frame.left : across(0), bottom, "tick"),
    ],
  };
};

/** Charts of curves as SVG. */
import { type Axis, shareOn } from "./axis.ts";
import { at, circle, type Frame, line, text } from "./svg.ts";

export type Point = readonly [x: number, y: number];

/** A curve with its name at the end. */
export interface Curve {
  readonly name: string;
  readonly colour: 1 | 2;
  readonly points: readonly Point[];
}

export interface Chart {
  readonly title?: string;
  /** What the vertical axis measures, and the horizontal one. */
  readonly unit: string;
  readonly steps: string;
  readonly curves: readonly Curve[];
  readonly x: Axis;
  readonly y: Axis;
}

/** A chart of curves as SVG elements; their classes are those of `styleSheet`. */
export const chartElements = (
  { title, unit, steps, curves, x, y }: Chart,
  { left, top, width, height }: Frame,
): readonly string[] => {
  const across = (value: number): number => left + shareOn(x, value) * width;
  const down = (value: number): number => top + height - shareOn(y, value) * height;
  return [
    ...(title === undefined ? [] : [text(left, top - 30, title, "title")]),
    text(left, top - 12, unit, "label"),
    ...y.marks.flatMap((mark) => [
      line(left, down(mark), left + width, down(mark), "grid"),
      text(left - 8, down(mark) + 4, y.show(mark), "label end"),
    ]),
    ...x.marks.map((mark) => text(across(mark), top + height + 18, x.show(mark), "label middle")),
    text(left + width / 2, top + height + 38, steps, "label middle"),
    ...curves.flatMap(({ name, colour, points }) => {
      const places = points.map(([px, py]) => `${at(across(px))},${at(down(py))}`);
      const [endX, endY] = points[points.length - 1];
      return [
        `<polyline points="${places.join(" ")}" class="curve c${colour}"/>`,
        circle(across(endX), down(endY), 3.5, `dot c${colour}`),
        text(across(endX) + 9, down(endY) + 4, name, "name"),
      ];
    }),
  ];
};

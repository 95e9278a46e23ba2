import type { Shape } from "thalweg/schedules";
import type { Course } from "../run/course.ts";
import { logarithmicAxis, shareOn, showMark, stepAxis, valueAxis } from "./axis.ts";
import { chartElements, type Point } from "./chart.ts";
import { circle, picture, text } from "./svg.ts";

const size = { width: 900, height: 460 };
const frame = { left: 84, top: 104, width: 740, height: 270 };

/** Letters that fit in a line. */
const line = 128;

const shortened = (words: string): string => (words.length > line ? `${words.slice(0, line - 1)}…` : words);

/** The points of a course; where there are more than pixels, the lowest and the highest of each. */
export const pointsOf = ({ values, every, steps, last }: Course, pixels: number): readonly Point[] => {
  const perPixel = Math.ceil(values.length / pixels);
  const points: Point[] = [];
  for (let start = 0; start < values.length; start += perPixel) {
    let [low, high] = [start, start];
    for (let index = start; index < Math.min(start + perPixel, values.length); index++) {
      if (values[index] < values[low]) low = index;
      if (values[index] > values[high]) high = index;
    }
    const [before, after] = [Math.min(low, high), Math.max(low, high)];
    points.push([before * every, values[before]]);
    if (after !== before) points.push([after * every, values[after]]);
  }
  if (points[points.length - 1][0] < steps) points.push([steps, last.value]);
  return points;
};

/** `first 0, highest 0.001 at step 100, last 0 at step 1,000` */
export const courseText = ({ first, highest, lowest, last }: Course): string => {
  const step = (at: number): string => `step ${at.toLocaleString("en-US")}`;
  const isLow = lowest.value < Math.min(first.value, last.value);
  return [
    `first ${showMark(first.value)}`,
    `highest ${showMark(highest.value)} at ${step(highest.step)}`,
    ...(isLow ? [`lowest ${showMark(lowest.value)} at ${step(lowest.step)}`] : []),
    `last ${showMark(last.value)} at ${step(last.step)}`,
  ].join(", ");
};

export const axesOf = ({ values, steps, lowest, highest }: Course, isLogarithmic: boolean) => ({
  x: stepAxis(steps),
  y: isLogarithmic ? logarithmicAxis(values) : valueAxis(lowest.value, highest.value),
});

/** A schedule as SVG: what it is, its formula and options, and its values over the steps. */
export const schedulePicture = (
  { kind, summary, formula }: Shape,
  options: string,
  course: Course,
  isLogarithmic: boolean,
): string => {
  const { x, y } = axesOf(course, isLogarithmic);
  const { highest, last } = course;
  const points = pointsOf(course, 2 * frame.width);
  const curve = { name: showMark(last.value), colour: 1, points } as const;
  const chart = { unit: isLogarithmic ? "value, on a logarithmic scale" : "value", steps: "step" };
  const peak = {
    x: frame.left + shareOn(x, highest.step) * frame.width,
    y: frame.top + frame.height - shareOn(y, highest.value) * frame.height,
  };
  return picture(size.width, size.height, `${kind}: ${summary}`, [
    text(20, 32, `${kind}: ${summary}`, "title"),
    text(20, 51, shortened(formula), "label"),
    text(20, 68, shortened(options), "label"),
    ...chartElements({ ...chart, curves: [curve], x, y }, frame),
    circle(peak.x, peak.y, 3.5, "dot c1"),
    text(20, size.height - 14, courseText(course), "name"),
  ]);
};

/** Charts of curves as SVG. */
import { type Axis, shareOn } from "./axis.ts";

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

/** Where the inside of a chart is, in pixels. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const at = (value: number): string => value.toFixed(1).replace(/\.0$/, "");

const signs: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

export const escaped = (words: string): string => words.replace(/[&<>]/g, (sign) => signs[sign]);

export const text = (x: number, y: number, words: string, classes: string): string =>
  `<text x="${at(x)}" y="${at(y)}" class="${classes}">${escaped(words)}</text>`;

/** A chart of curves as SVG elements; its classes are those of `style`. */
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
      `<line x1="${at(left)}" x2="${at(left + width)}" y1="${at(down(mark))}" y2="${at(down(mark))}" class="grid"/>`,
      text(left - 8, down(mark) + 4, y.show(mark), "label end"),
    ]),
    ...x.marks.map((mark) => text(across(mark), top + height + 18, x.show(mark), "label middle")),
    text(left + width / 2, top + height + 38, steps, "label middle"),
    ...curves.flatMap(({ name, colour, points }) => {
      const places = points.map(([px, py]) => `${at(across(px))},${at(down(py))}`);
      const [endX, endY] = points[points.length - 1];
      return [
        `<polyline points="${places.join(" ")}" class="curve c${colour}"/>`,
        `<circle cx="${at(across(endX))}" cy="${at(down(endY))}" r="3.5" class="dot c${colour}"/>`,
        text(across(endX) + 9, down(endY) + 4, name, "name"),
      ];
    }),
  ];
};

/** Colours of both themes; the picture has its own ground, so it stays legible on any page. */
export const style = `
  text { font: 12px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: #52514e; }
  .ground { fill: #fcfcfb; stroke: #dcdbd6; }
  .title { font-size: 14px; font-weight: 600; fill: #1a1a19; }
  .name { fill: #1a1a19; }
  .end { text-anchor: end; }
  .middle { text-anchor: middle; }
  .grid { stroke: #e4e3de; }
  .curve { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
  .c1 { stroke: #2a78d6; }
  .c2 { stroke: #d9541e; }
  .dot.c1 { fill: #2a78d6; }
  .dot.c2 { fill: #d9541e; }
  @media (prefers-color-scheme: dark) {
    text { fill: #b5b4ae; }
    .ground { fill: #1a1a19; stroke: #3a3a37; }
    .title, .name { fill: #f2f1ec; }
    .grid { stroke: #343431; }
    .c1 { stroke: #5b9ff0; }
    .c2 { stroke: #f08a58; }
    .dot.c1 { fill: #5b9ff0; }
    .dot.c2 { fill: #f08a58; }
  }
`;

/** A whole picture of this size, on its own ground. */
export const picture = (width: number, height: number, title: string, elements: readonly string[]): string =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>${style}</style>`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" class="ground"/>`,
    ...elements,
    "</svg>",
    "",
  ].join("\n");

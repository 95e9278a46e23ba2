/** A curve over epochs 1, 2, … with the name at its end. */
export interface Curve {
  readonly name: "training" | "validation";
  readonly values: readonly number[];
}

export interface Chart {
  readonly title: string;
  /** Unit of the vertical axis. */
  readonly unit: string;
  readonly curves: readonly Curve[];
  /** Marks of the vertical axis, from its bottom to its top. */
  readonly marks: readonly number[];
  readonly show: (mark: number) => string;
}

/** Where the inside of a chart is, in pixels. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const at = (value: number): string => value.toFixed(1).replace(/\.0$/, "");

/** A chart of curves as SVG elements; its classes are those of `style`. */
export const chartElements = (
  { title, unit, curves, marks, show }: Chart,
  { left, top, width, height }: Frame,
): readonly string[] => {
  const epochs = Math.max(...curves.map(({ values }) => values.length));
  const [bottomMark, topMark] = [marks[0], marks[marks.length - 1]];
  const x = (epoch: number): number => left + ((epoch - 1) / Math.max(1, epochs - 1)) * width;
  const y = (value: number): number => {
    const share = (value - bottomMark) / (topMark - bottomMark);
    return top + height - Math.min(1, Math.max(0, share)) * height;
  };
  const text = (cx: number, cy: number, words: string, classes: string): string =>
    `<text x="${at(cx)}" y="${at(cy)}" class="${classes}">${words}</text>`;
  const every = epochs > 6 ? 2 : 1;
  const epochMarks = Array.from({ length: epochs }, (_, index) => index + 1).filter((epoch) => epoch % every === 0);
  return [
    text(left, top - 30, title, "title"),
    text(left, top - 12, unit, "label"),
    ...marks.flatMap((mark) => [
      `<line x1="${at(left)}" x2="${at(left + width)}" y1="${at(y(mark))}" y2="${at(y(mark))}" class="grid"/>`,
      text(left - 8, y(mark) + 4, show(mark), "label end"),
    ]),
    ...epochMarks.map((epoch) => text(x(epoch), top + height + 18, String(epoch), "label middle")),
    text(left + width / 2, top + height + 38, "epoch", "label middle"),
    ...curves.flatMap(({ name, values }) => {
      const points = values.map((value, index) => `${at(x(index + 1))},${at(y(value))}`);
      const [endX, endY] = [x(values.length), y(values[values.length - 1])];
      return [
        `<polyline points="${points.join(" ")}" class="curve ${name}"/>`,
        `<circle cx="${at(endX)}" cy="${at(endY)}" r="3.5" class="dot ${name}"/>`,
        text(endX + 9, endY + 4, name, "name"),
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
  .training { stroke: #2a78d6; }
  .validation { stroke: #d9541e; }
  .dot.training { fill: #2a78d6; }
  .dot.validation { fill: #d9541e; }
  @media (prefers-color-scheme: dark) {
    text { fill: #b5b4ae; }
    .ground { fill: #1a1a19; stroke: #3a3a37; }
    .title, .name { fill: #f2f1ec; }
    .grid { stroke: #343431; }
    .training { stroke: #5b9ff0; }
    .validation { stroke: #f08a58; }
    .dot.training { fill: #5b9ff0; }
    .dot.validation { fill: #f08a58; }
  }
`;

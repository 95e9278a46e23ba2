import { type Axis, shareOn } from "../pictures/axis.ts";
import type { Point } from "../pictures/chart.ts";

/** Dots in a cell of braille, and the bit of each by its column and row. */
const [across, down] = [2, 4];
const bits = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
];

/** Dots that are drawn together into lines of braille. */
class Canvas {
  private readonly cells: Uint8Array;
  private readonly columns: number;

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.cells = new Uint8Array(columns * rows);
  }

  dot(x: number, y: number): void {
    const cell = Math.floor(y / down) * this.columns + Math.floor(x / across);
    this.cells[cell] |= bits[x % across][y % down];
  }

  /** A line of dots; steep ones have one in every row. */
  line(fromX: number, fromY: number, toX: number, toY: number): void {
    const count = Math.max(Math.abs(toX - fromX), Math.abs(toY - fromY), 1);
    for (let index = 0; index <= count; index++) {
      const share = index / count;
      this.dot(Math.round(fromX + share * (toX - fromX)), Math.round(fromY + share * (toY - fromY)));
    }
  }

  row(index: number): string {
    const cells = this.cells.subarray(index * this.columns, (index + 1) * this.columns);
    return Array.from(cells, (cell) => (cell === 0 ? " " : String.fromCharCode(0x2800 + cell))).join("");
  }
}

/** Words put into a line at these columns; a word that would touch the one before is left out. */
const placed = (words: readonly (readonly [column: number, word: string])[]): string =>
  words.reduce(
    (line, [column, word]) => (line !== "" && column <= line.length ? line : line.padEnd(column) + word),
    "",
  );

/** A curve as lines of a terminal, with marks at the left and below. */
export const terminalChart = (
  points: readonly Point[],
  { x, y }: { readonly x: Axis; readonly y: Axis },
  { columns, rows }: { readonly columns: number; readonly rows: number },
): readonly string[] => {
  const margin = Math.max(...y.marks.map((mark) => y.show(mark).length));
  const cells = columns - margin - 3;
  const canvas = new Canvas(cells, rows);
  const dots = points.map(([px, py]): Point => {
    return [Math.round(shareOn(x, px) * (cells * across - 1)), Math.round((1 - shareOn(y, py)) * (rows * down - 1))];
  });
  for (const [index, [px, py]] of dots.entries()) {
    const [fromX, fromY] = dots[Math.max(0, index - 1)];
    canvas.line(fromX, fromY, px, py);
  }
  const labels = new Map(
    y.marks.map((mark) => [Math.round((1 - shareOn(y, mark)) * (rows - 1)), y.show(mark)] as const),
  );
  const lines = Array.from({ length: rows }, (_, row) => {
    const label = labels.get(row);
    return ` ${(label ?? "").padStart(margin)} ${label === undefined ? "│" : "┤"}${canvas.row(row)}`.trimEnd();
  });
  const start = margin + 3;
  const marks = x.marks.map((mark) => ({ column: Math.round(shareOn(x, mark) * (cells - 1)), word: x.show(mark) }));
  const ticks = placed(marks.map(({ column }) => [column, "┬"]));
  const rule = Array.from({ length: cells }, (_, column) => (ticks[column] === "┬" ? "┬" : "─")).join("");
  const below = marks.map(({ column, word }): [number, string] => [
    Math.max(0, Math.min(start + column - Math.floor((word.length - 1) / 2), columns - word.length)),
    word,
  ]);
  return [...lines, `${" ".repeat(margin + 2)}└${rule}`, placed(below)];
};

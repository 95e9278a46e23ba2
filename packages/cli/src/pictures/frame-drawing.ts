/** What stands around the inside of a picture: title, legend, axes and notes. */
import type { Axis } from "./axis.ts";
import { placeOn } from "./figure-axis.ts";
import { fitted, inLines, widthOf } from "./lettering.ts";
import { type Frame, line, text } from "./svg.ts";
import type { Axes, View } from "./view.ts";

/** A name in the legend and what it stands for, drawn with its middle at a place, 26 wide. */
export interface LegendEntry {
  readonly name: string;
  readonly sign: (x: number, y: number) => string;
}

export interface Surroundings {
  readonly title: string;
  readonly legend?: readonly LegendEntry[];
  /** Sentences below the picture. */
  readonly notes?: readonly string[];
  /** Room beside and below the inside. */
  readonly left: number;
  readonly right: number;
  readonly below: number;
  /** The height of everything, unless the view says another. */
  readonly height?: number;
}

const usual = { width: 900, height: 520 };
const edge = 18;

/** Bold letters of 14 pixels are as wide as these. */
const titleSize = 15.5;

interface PlacedEntry extends LegendEntry {
  readonly x: number;
  readonly row: number;
}

/** Entries in rows from the left. */
const inRows = (entries: readonly LegendEntry[], width: number): readonly PlacedEntry[] => {
  let [x, row] = [0, 0];
  return entries.map((entry) => {
    const name = fitted(entry.name, Math.min(260, width - 40));
    const room = 34 + widthOf(name) + 14;
    if (x > 0 && x + room > width) [x, row] = [0, row + 1];
    const placed = { ...entry, name, x, row };
    x += room;
    return placed;
  });
};

/** The inside of a picture, and what stands around it. */
export const surround = (
  { title, legend = [], notes = [], left, right, below, height: ownHeight = usual.height }: Surroundings,
  { width = usual.width, height = ownHeight, isBare = false }: View,
): { readonly width: number; readonly height: number; readonly frame: Frame; readonly elements: readonly string[] } => {
  const room = width - 2 * edge;
  const titles = isBare ? [] : inLines(title, room, titleSize, 3);
  const entries = isBare ? [] : inRows(legend, room);
  const rows = entries.length === 0 ? 0 : entries[entries.length - 1].row + 1;
  const noteLines = notes.flatMap((note) => inLines(note, room, 12, 3));
  const titleEnd = titles.length * 18 + (isBare ? 0 : 12);
  const top = titleEnd + rows * 19 + 30;
  const bottom = below + noteLines.length * 16 + (noteLines.length > 0 ? 8 : 0);
  const frame = {
    left,
    top,
    width: Math.max(20, width - left - right),
    height: Math.max(40, height - top - bottom),
  };
  const noteTop = height - noteLines.length * 16;
  return {
    width,
    height,
    frame,
    elements: [
      ...titles.map((words, index) => text(edge, 26 + index * 18, words, "title")),
      ...entries.flatMap(({ name, sign, x, row }) => {
        const y = titleEnd + 14 + row * 19;
        return [sign(edge + x, y), text(edge + x + 32, y + 4, name, "name")];
      }),
      ...noteLines.map((words, index) => text(edge, noteTop + index * 16 + 4, words, "label")),
    ],
  };
};

/** Room for the numbers at the left of an axis. */
export const roomFor = (axis: Axis): number => 20 + Math.max(20, ...axis.marks.map((mark) => widthOf(axis.show(mark))));

/** Every mark, or every second or third, so that numbers do not touch. */
const legible = (axis: Axis, width: number): ReadonlySet<number> => {
  for (let every = 1; every < axis.marks.length; every++) {
    const kept = axis.marks.filter((_, index) => index % every === 0);
    const free = kept.every((mark, index) => {
      if (index === 0) return true;
      const distance = (placeOn(axis, mark) - placeOn(axis, kept[index - 1])) * width;
      return distance >= (widthOf(axis.show(mark)) + widthOf(axis.show(kept[index - 1]))) / 2 + 6;
    });
    if (free) return new Set(kept);
  }
  return new Set(axis.marks.slice(0, 1));
};

/** Axes with numbers at the left and below, and what they measure. */
export const axisElements = (
  { x, y }: Axes,
  { left, top, width, height }: Frame,
  labels: { readonly x: string; readonly y: string },
  { hasGrid = true }: { readonly hasGrid?: boolean } = {},
): readonly string[] => {
  const across = (value: number): number => left + placeOn(x, value) * width;
  const down = (value: number): number => top + height - placeOn(y, value) * height;
  const shown = legible(x, width);
  const bottom = top + height;
  const yLabel = fitted(labels.y, left + width - edge);
  return [
    text(Math.min(left, edge + 4), top - 12, yLabel, "label"),
    ...y.marks.flatMap((mark) => [
      ...(hasGrid ? [line(left, down(mark), left + width, down(mark), "grid")] : []),
      line(left - 4, down(mark), left, down(mark), "tick"),
      text(left - 8, down(mark) + 4, y.show(mark), "label end"),
    ]),
    ...(y.minor ?? []).map((mark) => line(left - 2.5, down(mark), left, down(mark), "tick thin")),
    ...x.marks.flatMap((mark) => [
      line(across(mark), bottom, across(mark), bottom + 4, "tick"),
      ...(shown.has(mark) ? [text(across(mark), bottom + 18, x.show(mark), "label middle")] : []),
    ]),
    ...(x.minor ?? []).map((mark) => line(across(mark), bottom, across(mark), bottom + 2.5, "tick thin")),
    text(left + width / 2, bottom + 38, fitted(labels.x, width), "label middle"),
    line(left, bottom, left + width, bottom, "tick"),
    line(left, top, left, bottom, "tick"),
  ];
};

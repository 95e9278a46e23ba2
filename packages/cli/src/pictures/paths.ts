/** Paths over a terrain: how much of each is drawn, and how. */
import { simplified } from "./curves.ts";
import type { ContourFigure, Place } from "./figure.ts";
import type { LegendEntry } from "./frame-drawing.ts";
import { colourOf, lineOf } from "./style.ts";
import { circle, type Pixel, through } from "./svg.ts";
import type { View } from "./view.ts";

export interface ShownPath {
  readonly name: string;
  readonly index: number;
  /** What is drawn of it. */
  readonly points: readonly Place[];
  readonly isWhole: boolean;
}

/** How many points of a path are drawn at a share of the longest one. */
export const pointsShown = (length: number, longest: number, share: number): number =>
  Math.min(length, 1 + Math.round(share * Math.max(0, longest - 1)));

export const shownPaths = (
  { paths }: Pick<ContourFigure, "paths">,
  { hidden, share = 1 }: View,
): readonly ShownPath[] => {
  const longest = paths.reduce((most, { points }) => Math.max(most, points.length), 0);
  return paths
    .map(({ name, points }, index) => {
      const count = pointsShown(points.length, longest, share);
      return { name, index, points: points.slice(0, count), isWhole: count === points.length };
    })
    .filter(({ index }) => !hidden?.has(index));
};

export const pathLegend = (paths: readonly ShownPath[]): readonly LegendEntry[] =>
  paths.map(({ name, index }) => ({
    name,
    sign: (x, y) =>
      `<path d="${through([
        [x, y],
        [x + 20, y],
      ])}" ${lineOf(index)}/>${circle(x + 22, y, 4, `dot c${colourOf(index)}`)}`,
  }));

/** A path with an open dot where it begins and a full one where it ends. */
export const pathElements = ({ index }: ShownPath, pieces: readonly (readonly Pixel[])[]): readonly string[] => {
  const lines = pieces.map((piece) => simplified(piece));
  const [first, last] = [lines.at(0)?.at(0), lines.at(-1)?.at(-1)];
  return [
    ...lines
      .filter(({ length }) => length > 1)
      .flatMap((piece) => {
        const d = through(piece);
        return [`<path d="${d}" class="halo"/>`, `<path d="${d}" ${lineOf(index)}/>`];
      }),
    ...(first === undefined ? [] : [circle(first[0], first[1], 4, `open c${colourOf(index)}`)]),
    ...(last === undefined ? [] : [circle(last[0], last[1], 4.5, `dot c${colourOf(index)}`)]),
  ];
};

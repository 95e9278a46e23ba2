/** Names at the ends of curves, spread apart so that they do not touch. */
import { fitted } from "./lettering.ts";
import { colourOf } from "./style.ts";
import { circle, type Frame, line, type Pixel, text } from "./svg.ts";

/** Places as near as possible to the wished ones, in their order, at least `gap` apart, between `low` and `high`. */
export const spread = (
  wished: readonly number[],
  gap: number,
  [low, high]: readonly [number, number],
): readonly number[] => {
  const order = [...wished.keys()].sort((a, b) => wished[a] - wished[b]);
  // Groups of names that touch stand around the mean of their wishes.
  const groups: { first: number; count: number; middle: number }[] = [];
  const startOf = ({ count, middle }: { count: number; middle: number }): number =>
    Math.max(low, Math.min(high - (count - 1) * gap, middle - ((count - 1) * gap) / 2));
  for (const [position, index] of order.entries()) {
    let group = { first: position, count: 1, middle: wished[index] };
    for (let last = groups.at(-1); last !== undefined; last = groups.at(-1)) {
      if (startOf(last) + last.count * gap <= startOf(group)) break;
      groups.pop();
      const count = last.count + group.count;
      group = { first: last.first, count, middle: (last.middle * last.count + group.middle * group.count) / count };
    }
    groups.push(group);
  }
  const places = new Array<number>(wished.length).fill(0);
  for (const group of groups) {
    for (let step = 0; step < group.count; step++) places[order[group.first + step]] = startOf(group) + step * gap;
  }
  return places;
};

/** A curve's name and where the curve ends. */
export interface Ending {
  readonly name: string;
  /** The position of the curve, which gives its colour. */
  readonly index: number;
  readonly end: Pixel;
}

/** The last pixel of a curve that is inside. */
export const endOf = (pieces: readonly (readonly Pixel[])[], { left, top, width, height }: Frame): Pixel | undefined =>
  pieces.flat().findLast(([x, y]) => x <= left + width + 0.5 && y >= top - 0.5 && y <= top + height + 0.5);

/** Names in `room` pixels at the right of the frame, with a line to the curve where they are not beside it. */
export const labelElements = (
  endings: readonly Ending[],
  { left, top, width, height }: Frame,
  room: number,
): readonly string[] => {
  const places = spread(
    endings.map(({ end }) => end[1]),
    15,
    [top + 4, top + height - 2],
  );
  return endings.flatMap(({ name, index, end }, position) => {
    const y = places[position];
    const x = left + width + 14;
    const isMoved = Math.abs(y - end[1]) > 5 || end[0] < left + width - 6;
    return [
      ...(isMoved ? [line(end[0] + 4, end[1], x - 3, y, `thin c${colourOf(index)}`)] : []),
      circle(end[0], end[1], 3.5, `dot c${colourOf(index)}`),
      text(x, y + 4, fitted(name, room - 18), "name"),
    ];
  });
};

/** Points as lines of pixels. */

import type { Place } from "./figure.ts";
import { placeOn } from "./figure-axis.ts";
import type { Frame, Pixel } from "./svg.ts";
import type { Axes } from "./view.ts";

/** Far outside the picture; what is farther is drawn there. */
const far = 20_000;

const near = (value: number): number => Math.min(far, Math.max(-far, value));

/** The pixel of a place; its numbers are NaN where a scale has no place for it. */
export const pixelOf = ({ x, y }: Axes, { left, top, width, height }: Frame, place: Place): Pixel => [
  near(left + placeOn(x, place[0]) * width),
  near(top + height - placeOn(y, place[1]) * height),
];

const isPlaced = ([x, y]: Pixel): boolean => !Number.isNaN(x) && !Number.isNaN(y);

/** Pieces without gaps: values that are not finite, or have no place on the scale, are gaps. */
export const piecesOf = (axes: Axes, frame: Frame, points: readonly Place[]): readonly (readonly Pixel[])[] => {
  const pieces: Pixel[][] = [];
  let isOpen = false;
  for (const point of points) {
    const pixel = Number.isFinite(point[0]) && Number.isFinite(point[1]) ? pixelOf(axes, frame, point) : undefined;
    if (pixel === undefined || !isPlaced(pixel)) {
      isOpen = false;
      continue;
    }
    if (!isOpen) pieces.push([]);
    isOpen = true;
    pieces[pieces.length - 1].push(pixel);
  }
  return pieces;
};

/** Of the pixels in one column, the first, the lowest, the highest and the last: the same line, with fewer points. */
export const thinnedByColumn = (pixels: readonly Pixel[]): readonly Pixel[] => {
  const kept: Pixel[] = [];
  for (let start = 0; start < pixels.length; ) {
    const column = Math.round(pixels[start][0]);
    let [low, high, end] = [start, start, start];
    while (end + 1 < pixels.length && Math.round(pixels[end + 1][0]) === column) {
      end++;
      if (pixels[end][1] < pixels[low][1]) low = end;
      if (pixels[end][1] > pixels[high][1]) high = end;
    }
    const chosen = new Set([start, Math.min(low, high), Math.max(low, high), end]);
    for (const index of chosen) kept.push(pixels[index]);
    start = end + 1;
  }
  return kept;
};

/** How far a pixel is from the line between two others. */
const distanceFrom = ([x, y]: Pixel, [fromX, fromY]: Pixel, [toX, toY]: Pixel): number => {
  const length = Math.hypot(toX - fromX, toY - fromY);
  if (length === 0) return Math.hypot(x - fromX, y - fromY);
  const share = ((x - fromX) * (toX - fromX) + (y - fromY) * (toY - fromY)) / length ** 2;
  if (share <= 0 || share >= 1) return Math.min(Math.hypot(x - fromX, y - fromY), Math.hypot(x - toX, y - toY));
  return Math.abs((x - fromX) * (toY - fromY) - (y - fromY) * (toX - fromX)) / length;
};

/**
 * The same line to within `tolerance`, with fewer pixels: the farthest of them is kept while it is too far from the line
 * without it. Douglas and Peucker 1973.
 */
export const simplified = (pixels: readonly Pixel[], tolerance = 0.3): readonly Pixel[] => {
  if (pixels.length < 3) return pixels;
  const kept = new Set([0, pixels.length - 1]);
  const open = [[0, pixels.length - 1]];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const [first, last] = part;
    let [farthest, most] = [first, tolerance];
    for (let index = first + 1; index < last; index++) {
      const distance = distanceFrom(pixels[index], pixels[first], pixels[last]);
      if (distance > most) [farthest, most] = [index, distance];
    }
    if (farthest === first) continue;
    kept.add(farthest);
    open.push([first, farthest], [farthest, last]);
  }
  return pixels.filter((_, index) => kept.has(index));
};

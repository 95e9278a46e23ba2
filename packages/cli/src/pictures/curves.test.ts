import { expect, it } from "vitest";
import { piecesOf, simplified, thinnedByColumn } from "./curves.ts";
import { linearAxis, ratioAxis } from "./figure-axis.ts";
import type { Pixel } from "./svg.ts";

const frame = { left: 100, top: 50, width: 200, height: 80 };

it("puts points where they are on both axes", () => {
  const axes = { x: linearAxis(0, 10, 5, true), y: ratioAxis(1e-4, 1, 5, true) };
  const pieces = piecesOf(axes, frame, [
    [0, 1],
    [5, 1e-2],
    [10, 1e-4],
  ]);
  expect(pieces).toEqual([
    [
      [100, 50],
      [200, 90],
      [300, 130],
    ],
  ]);
});

it("breaks the line where a value is not finite or has no place", () => {
  const axes = { x: linearAxis(0, 5, 5, true), y: ratioAxis(0.1, 10, 5, true) };
  const points = [1, 1, Number.NaN, 1, 0, Number.POSITIVE_INFINITY, 1].map((y, x) => [x, y] as const);
  expect(piecesOf(axes, frame, points).map(({ length }) => length)).toEqual([2, 1, 1]);
});

it("keeps the extremes of every column", () => {
  const pixels = Array.from({ length: 1000 }, (_, index): Pixel => [index / 100, index === 555 ? -7 : index % 2]);
  const thinned = thinnedByColumn(pixels);
  expect(thinned.length).toBeLessThanOrEqual(4 * 11);
  expect(thinned).toContainEqual([5.55, -7]);
  expect([thinned[0], thinned.at(-1)]).toEqual([pixels[0], pixels[999]]);
});

it("leaves out what nobody would see", () => {
  const straight = Array.from({ length: 100 }, (_, index): Pixel => [index, 2 * index]);
  expect(simplified(straight)).toEqual([straight[0], straight[99]]);
  const wave = Array.from({ length: 500 }, (_, index): Pixel => [index, 40 * Math.sin(index / 30)]);
  const kept = simplified(wave, 0.3);
  expect(kept.length).toBeLessThan(80);
  for (const [x, y] of wave) {
    const next = kept.findIndex(([at]) => at >= x);
    const [a, b] = [kept[Math.max(0, next - 1)], kept[next]];
    const between = a === b || b[0] === a[0] ? b[1] : a[1] + ((x - a[0]) / (b[0] - a[0])) * (b[1] - a[1]);
    expect(Math.abs(between - y)).toBeLessThan(0.55);
  }
});

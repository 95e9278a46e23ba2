import { describe, expect, it } from "vitest";
import { Canvas, side } from "./canvas.ts";
import { box, turn } from "./outline.ts";

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
const pixels = { centre: [0, 0], matrix: [1, 0, 0, 1] } as const;

const canvas = new Canvas();

describe("Canvas", () => {
  it("covers exactly the pixels inside and shares those on the edge", () => {
    canvas.start(pixels);
    canvas.fill(box(5.25, 4, 2.5, 2), 1); // x from 4 to 6.5, y from 3 to 5
    const row = Array.from(canvas.tone.subarray(3 * side + 3, 3 * side + 8));
    expect(row).toEqual([0, 1, 1, 0.5, 0]);
    expect(total(canvas.cover)).toBe(5);
  });

  it("covers the area of a turned and stretched shape", () => {
    const [cosine, sine] = turn(0.2);
    canvas.start({ centre: [14, 14], matrix: [8 * cosine, -8 * sine, 8 * sine, 8 * cosine] });
    canvas.fill(box(0, 0, 1, 1.5), 1);
    expect(total(canvas.cover)).toBeCloseTo(64 * 1.5, 0);
  });

  it("covers half the square with a triangle", () => {
    canvas.start(pixels);
    canvas.fill(
      [
        [2, 2],
        [22, 2],
        [2, 22],
      ],
      1,
    );
    expect(total(canvas.cover)).toBeCloseTo(200, 0);
  });

  it("paints over, and cuts holes with tone 0", () => {
    canvas.start(pixels);
    canvas.fill(box(10, 10, 8, 8), 1);
    canvas.fill(box(10, 10, 4, 4), 0.5);
    expect(total(canvas.tone)).toBe(64 - 8);
    canvas.fill(box(10, 10, 2, 2), 0);
    expect(total(canvas.tone)).toBe(64 - 8 - 2);
    expect(total(canvas.cover)).toBe(60);
  });

  it("draws lines of the width asked and clips at the border", () => {
    canvas.start(pixels);
    canvas.line(
      [
        [-5, 10],
        [40, 10],
      ],
      2,
      1,
    );
    expect(total(canvas.cover)).toBe(2 * side);
    canvas.start(pixels);
    canvas.fill(box(0, 0, 4, 4), 1);
    expect(total(canvas.cover)).toBe(4);
    canvas.fill(box(100, 100, 4, 4), 1);
    expect(total(canvas.cover)).toBe(4);
  });
});

import { describe, expect, it } from "vitest";
import type { Outline } from "./canvas.ts";
import { box, mirrored, rounded, turn } from "./outline.ts";

const area = (outline: Outline): number =>
  Math.abs(
    outline.reduce((sum, [x0, y0], index) => {
      const [x1, y1] = outline[(index + 1) % outline.length];
      return sum + x0 * y1 - x1 * y0;
    }, 0) / 2,
  );

describe("outlines", () => {
  it("mirror their right half", () => {
    expect(
      mirrored([
        [1, 0],
        [2, 1],
      ]),
    ).toEqual([
      [1, 0],
      [2, 1],
      [-2, 1],
      [-1, 0],
    ]);
  });

  it("lose an eighth of a square when its corners are cut once", () => {
    expect(area(box(3, -2, 2, 2))).toBeCloseTo(4, 12);
    expect(area(rounded(box(3, -2, 2, 2), 1))).toBeCloseTo(3.5, 12);
    expect(rounded(box(0, 0, 1, 1), 2).length).toBe(16);
  });

  it("turn by twice the arc tangent", () => {
    for (const half of [-0.7, 0, 0.1, 1]) {
      const [cosine, sine] = turn(half);
      expect(cosine).toBeCloseTo(Math.cos(2 * Math.atan(half)), 14);
      expect(sine).toBeCloseTo(Math.sin(2 * Math.atan(half)), 14);
    }
  });
});

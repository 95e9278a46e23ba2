import { describe, expect, it } from "vitest";
import { Generator } from "../../random/index.ts";
import { drawBag } from "./bag.ts";
import { drawBoot } from "./boot.ts";
import { Canvas, side } from "./canvas.ts";
import { drawDress } from "./dress.ts";
import { drawSandal } from "./sandal.ts";
import { drawSneaker } from "./sneaker.ts";
import { drawCoat, drawPullover, drawShirt, drawTshirt } from "./tops.ts";
import { drawTrouser } from "./trouser.ts";

const canvas = new Canvas();
const upright = { centre: [side / 2, side / 2], matrix: [12, 0, 0, 12] } as const;

/** Mean covered pixels of 200 drawings, in all and within a box of garment space. */
const meanCover = (
  draw: (canvas: Canvas, random: Generator) => void,
  left = -1.2,
  top = -1.2,
  right = 1.2,
  bottom = 1.2,
) => {
  let sum = 0;
  for (let seed = 0; seed < 200; seed += 1) {
    canvas.start(upright);
    draw(canvas, new Generator(seed));
    canvas.cover.forEach((value, pixel) => {
      const x = ((pixel % side) + 0.5 - side / 2) / 12;
      const y = (Math.floor(pixel / side) + 0.5 - side / 2) / 12;
      if (x > left && x < right && y > top && y < bottom) sum += value;
    });
  }
  return sum / 200;
};

describe("drawings", () => {
  it("cover as much as their kind should", () => {
    expect(meanCover(drawSandal)).toBeLessThan(meanCover(drawSneaker));
    expect(meanCover(drawSneaker)).toBeLessThan(meanCover(drawBoot));
    expect(meanCover(drawTrouser)).toBeLessThan(meanCover(drawShirt));
    expect(meanCover(drawShirt)).toBeLessThan(meanCover(drawCoat));
    expect(meanCover(drawTshirt)).toBeLessThan(meanCover(drawPullover));
  });

  it("have sleeves, legs, shafts and handles in their places", () => {
    expect(meanCover(drawPullover, 0.55, -0.2, 1.2, 0.6)).toBeGreaterThan(
      3 * meanCover(drawTshirt, 0.55, -0.2, 1.2, 0.6),
    );
    expect(meanCover(drawTrouser, -0.05, 0.2, 0.05, 1.1)).toBeLessThan(
      0.5 * meanCover(drawDress, -0.05, 0.2, 0.05, 1.1),
    );
    expect(meanCover(drawBoot, 0, -1, 1, -0.3)).toBeGreaterThan(20 * meanCover(drawSneaker, 0, -1, 1, -0.33));
    expect(meanCover(drawBag, -0.2, -1.2, 0.2, -0.3)).toBeGreaterThan(2);
  });

  it("stay on the picture, by and large", () => {
    for (const draw of [
      drawTshirt,
      drawTrouser,
      drawPullover,
      drawDress,
      drawShirt,
      drawSandal,
      drawSneaker,
      drawBag,
      drawBoot,
    ]) {
      canvas.start(upright);
      draw(canvas, new Generator(1));
      for (let row = 0; row < side; row += 1)
        expect(canvas.cover[row * side] + canvas.cover[row * side + 27]).toBeLessThan(1.5);
    }
  });
});

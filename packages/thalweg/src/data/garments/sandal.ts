import type { Generator } from "../../random/index.ts";
import type { Canvas, Outline } from "./canvas.ts";
import { ground } from "./outline.ts";

export const drawSandal = (canvas: Canvas, random: Generator): void => {
  const heel = random.uniform() < 0.5 ? random.uniform(0, 0.1) : random.uniform(0.25, 0.6);
  const thickness = random.uniform(0.08, 0.17);
  const back = ground - heel;
  const tread: Outline = [
    [-0.92, ground - thickness],
    [-0.35, ground - thickness],
    [0.35, back - thickness],
    [0.88, back - thickness],
    [0.88, back],
    [0.4, back],
    [-0.3, ground],
    [-0.92, ground],
  ];
  canvas.fill(tread, 1);
  if (heel > 0.2) {
    const width = random.uniform(0.05, 0.2);
    canvas.fill(
      [
        [0.86 - width, back - 0.02],
        [0.88, back - 0.02],
        [0.86, ground],
        [0.86 - width * 0.7, ground],
      ],
      1,
    );
  }
  const straps = 1 + random.integer(3);
  const width = random.uniform(0.07, 0.15);
  const tone = random.uniform(0.75, 1.2);
  const height = random.uniform(0.28, 0.5);
  for (let strap = 0; strap < straps; strap += 1) {
    const x = -0.72 + (strap * 0.5) / straps + random.uniform(-0.05, 0.05);
    const y = ground - thickness;
    canvas.line(
      [
        [x, y],
        [x + 0.14, y - height * 0.8],
        [x + 0.4, y - height * 0.9],
        [x + 0.5, y - 0.05],
      ],
      width,
      tone,
    );
  }
  if (random.uniform() < 0.75) {
    const up = back - thickness - random.uniform(0.25, 0.5);
    canvas.line(
      [
        [0.84, back - thickness],
        [0.8, up],
        [0.3, up + random.uniform(0, 0.2)],
        [0.2, back - thickness],
      ],
      width,
      tone,
    );
  }
};

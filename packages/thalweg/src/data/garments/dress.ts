import type { Generator } from "../../random/index.ts";
import type { Canvas, Outline } from "./canvas.ts";
import { mirrored } from "./outline.ts";

export const drawDress = (canvas: Canvas, random: Generator): void => {
  const chest = random.uniform(0.22, 0.32);
  const waist = chest * random.uniform(0.68, 0.9);
  const waistHeight = random.uniform(-0.25, 0.05);
  const hem = waist + random.uniform(0.05, 0.4);
  const bottom = random.uniform(0.8, 1);
  const straps = random.uniform() < 0.5;
  const topEdge = straps ? random.uniform(-0.7, -0.58) : -0.86;
  if (straps) {
    for (const hand of [1, -1])
      canvas.line(
        [
          [hand * chest * 0.75, -0.92],
          [hand * chest * 0.7, topEdge + 0.05],
        ],
        0.09,
        1,
      );
  } else if (random.uniform() < 0.5) {
    const length = random.uniform(0.15, 0.4);
    const tone = random.uniform(0.85, 1);
    for (const hand of [1, -1])
      canvas.line(
        [
          [hand * chest, -0.75],
          [hand * (chest + length * 0.6), -0.75 + length],
        ],
        0.2,
        tone,
      );
  }
  const half: Outline = [
    [chest * 0.6, topEdge],
    [chest, topEdge + 0.12],
    [chest, -0.45],
    [waist, waistHeight],
    [(waist + hem) / 2, (waistHeight + bottom) / 2],
    [hem, bottom],
  ];
  canvas.fill(mirrored(half), 1);
  const neck = random.uniform(0.08, 0.28);
  const cut: Outline = [
    [-chest * 0.5, topEdge - 0.02],
    [chest * 0.5, topEdge - 0.02],
    [0, topEdge + neck],
  ];
  canvas.fill(cut, random.uniform() < 0.6 ? 0 : 0.5);
  if (random.uniform() < 0.5)
    canvas.line(
      [
        [-waist, waistHeight],
        [waist, waistHeight],
      ],
      0.09,
      random.uniform(0.4, 1.4),
    );
  if (random.uniform() < 0.4) {
    const tone = random.uniform(0.6, 0.8);
    for (const fold of [-0.5, 0, 0.5])
      canvas.line(
        [
          [fold * waist, waistHeight + 0.1],
          [fold * hem, bottom],
        ],
        0.04,
        tone,
      );
  }
};

import type { Generator } from "../../random/index.ts";
import type { Canvas, Outline } from "./canvas.ts";
import { box } from "./outline.ts";

export const drawTrouser = (canvas: Canvas, random: Generator): void => {
  const waist = random.uniform(0.24, 0.34);
  const hip = waist + random.uniform(0.02, 0.1);
  const spread = random.uniform(0, 0.14);
  const cuff = random.uniform(0.13, 0.24);
  const crotch = random.uniform(-0.4, -0.2);
  const bottom = random.uniform(0.8, 1);
  const knee = hip * random.uniform(0.85, 1);
  const inner = random.uniform(0.015, 0.05) + spread;
  const half: Outline = [
    [0, -0.92],
    [waist, -0.92],
    [hip, crotch - 0.15],
    [knee + spread / 2, (crotch + bottom) / 2],
    [inner + cuff, bottom],
    [inner, bottom],
    [0, crotch],
  ];
  const legTone = random.uniform(0.85, 1);
  canvas.fill(half, 1);
  canvas.fill(
    half.map(([x, y]) => [-x, y] as const),
    legTone,
  );
  canvas.fill(box(0, -0.87, 2 * waist, 0.1), random.uniform(0.55, 1.2));
  if (random.uniform() < 0.5)
    canvas.line(
      [
        [0, -0.85],
        [0, crotch],
      ],
      0.05,
      random.uniform(0.4, 0.7),
    );
  if (random.uniform() < 0.4) {
    for (const hand of [1, -1])
      canvas.line(
        [
          [hand * waist * 0.5, -0.78],
          [hand * hip, -0.6],
        ],
        0.05,
        0.55,
      );
  }
};

import type { Generator } from "../../random/index.ts";
import type { Canvas, Outline } from "./canvas.ts";
import { box, rounded } from "./outline.ts";

export const drawBag = (canvas: Canvas, random: Generator): void => {
  const top = random.uniform(0.45, 0.85);
  const bottom = random.uniform(0.5, 0.9);
  const height = random.uniform(0.6, 1.1);
  const edge = random.uniform(0.75, 0.9) - height;
  const handle = random.uniform(0.25, 0.6);
  const grip = top * random.uniform(0.4, 0.85);
  const width = random.uniform(0.07, 0.15);
  const tone = random.uniform(0.6, 1.1);
  const arc: Outline = [
    [-grip, edge + 0.05],
    [-grip * 0.9, edge - handle * 0.6],
    [-grip * 0.5, edge - handle],
    [grip * 0.5, edge - handle],
    [grip * 0.9, edge - handle * 0.6],
    [grip, edge + 0.05],
  ];
  if (random.uniform() < 0.85) canvas.line(arc, width, tone);
  const pouch: Outline = [
    [-top, edge],
    [top, edge],
    [bottom, edge + height],
    [-bottom, edge + height],
  ];
  canvas.fill(rounded(pouch, random.integer(3)), 1);
  const trim = random.uniform(0.5, 0.8);
  if (random.uniform() < 0.5) {
    const flap: Outline = [
      [-top * 0.95, edge + 0.03],
      [top * 0.95, edge + 0.03],
      [top * random.uniform(0.5, 0.9), edge + height * random.uniform(0.3, 0.6)],
      [-top * 0.7, edge + height * 0.45],
    ];
    canvas.fill(flap, random.uniform(0.75, 0.92));
    canvas.fill(box(0, edge + height * 0.45, 0.16, 0.14), random.uniform(1.2, 1.6));
  } else {
    canvas.line(
      [
        [-top * 0.9, edge + 0.12],
        [top * 0.9, edge + 0.12],
      ],
      0.06,
      trim,
    );
  }
  if (random.uniform() < 0.35)
    canvas.line(
      [
        [-bottom, edge + height * 0.8],
        [bottom, edge + height * 0.8],
      ],
      0.08,
      trim,
    );
};

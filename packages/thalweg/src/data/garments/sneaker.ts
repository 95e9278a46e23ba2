import type { Generator } from "../../random/index.ts";
import type { Canvas, Outline } from "./canvas.ts";
import { ground, rounded } from "./outline.ts";

export const drawSneaker = (canvas: Canvas, random: Generator): void => {
  const sole = random.uniform(0.14, 0.24);
  const ankle = random.uniform(-0.32, -0.1);
  const toe = random.uniform(0.02, 0.16);
  const opening = random.uniform(0.1, 0.25);
  const tongue = ankle - random.uniform(0, 0.14);
  const upper: Outline = [
    [-0.9, ground],
    [-0.92, toe + 0.12],
    [-0.7, toe],
    [-0.15, tongue],
    [opening, ankle + 0.1],
    [0.6, ankle + 0.06],
    [0.85, ankle - 0.03],
    [0.9, ground],
  ];
  canvas.fill(rounded(upper, 1), 1);
  const bottom: Outline = [
    [-0.98, ground - sole],
    [0.95, ground - sole * random.uniform(0.9, 1.2)],
    [0.95, ground + 0.02],
    [-0.94, ground + 0.02],
  ];
  canvas.fill(bottom, random.uniform() < 0.6 ? random.uniform(1.2, 1.6) : random.uniform(0.4, 0.7));
  const laces = 2 + random.integer(3);
  const laceTone = random.uniform() < 0.5 ? random.uniform(1.3, 1.6) : random.uniform(0.3, 0.6);
  for (let lace = 0; lace < laces; lace += 1) {
    const along = (lace + 0.5) / laces;
    const x = -0.62 + along * 0.5;
    const y = toe + 0.04 + along * (tongue - toe);
    canvas.line(
      [
        [x, y],
        [x + 0.14, y + 0.12],
      ],
      0.06,
      laceTone,
    );
  }
  if (random.uniform() < 0.5) {
    const x = random.uniform(0.1, 0.35);
    canvas.line(
      [
        [x, ankle + 0.2],
        [x + random.uniform(-0.3, 0.3), ground - sole],
      ],
      0.1,
      random.uniform(0.4, 1.5),
    );
  }
};
